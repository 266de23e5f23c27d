#include "agent/daemon/sources.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "agent/runtime/polled_source.hpp"
#include "drivers/lines/gpio_lines.hpp"
#include "drivers/lines/kernel_gpio.hpp"
#include "drivers/lines/socket_lines.hpp"
#include "protocols/modbus/bus.hpp"

namespace liftbox {
namespace {

constexpr const char* line_source = "lines";

mqtt::Version version_of(MqttVersion version) {
  switch (version) {
    case MqttVersion::v5:
      return mqtt::Version::v5;
    case MqttVersion::v3_1_1:
      return mqtt::Version::v3_1_1;
    case MqttVersion::automatic:
      break;
  }
  return mqtt::Version::automatic;
}

std::string first_line(const std::filesystem::path& file) {
  if (file.empty()) return {};
  std::ifstream in{file};
  std::string line;
  if (!std::getline(in, line))
    throw std::runtime_error{
        fmt::format("{}: broker.password_file cannot be read or is empty", file.string())};
  return line;
}

}  // namespace

std::unique_ptr<SignalSource> make_controller(const SiteConfig& site, boost::asio::io_context& io,
                                              const Clock& clock, const Post& post) {
  if (!site.controller) return nullptr;
  auto bus = std::make_unique<modbus::Bus>(site.controller->bus, site.controller->units, clock);
  return std::make_unique<PolledSource>(std::move(bus), clock, post, Timer{io});
}

std::unique_ptr<SignalSource> make_lines(const SiteConfig& site, boost::asio::io_context& io,
                                         const Clock& clock) {
  if (site.lines.empty()) return nullptr;
  if (site.line_socket)
    return std::make_unique<SocketLines>(io, line_source, site.line_socket->string(), settings_of(site.lines),
                                         clock);
  return std::make_unique<GpioLines>(io, line_source, site.lines, std::make_unique<KernelGpio>(), clock);
}

bool is_line_source(const SignalSource& source) {
  return source.bindings().front().source == line_source;
}

std::vector<std::unique_ptr<SignalSource>> make_sources(const SiteConfig& site, boost::asio::io_context& io,
                                                        const Clock& clock, const Post& post) {
  std::vector<std::unique_ptr<SignalSource>> sources;
  if (auto controller = make_controller(site, io, clock, post)) sources.push_back(std::move(controller));
  if (auto lines = make_lines(site, io, clock)) sources.push_back(std::move(lines));
  return sources;
}

std::vector<SourceBindings> bindings_of(const std::vector<std::unique_ptr<SignalSource>>& sources) {
  std::vector<SourceBindings> all;
  for (const auto& source : sources) {
    const std::span<const SourceBindings> own = source->bindings();
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

mqtt::Settings mqtt_settings(const SiteConfig& site) {
  const BrokerSettings& broker = *site.broker;
  return {.host = broker.host,
          .port = broker.port,
          .device = site.device,
          .topic_root = broker.topic_root,
          .username = broker.username,
          .password = first_line(broker.password_file),
          .tls = broker.tls,
          .ca_file = broker.ca_file.string(),
          .crl_file = broker.crl_file.string(),
          .cert_file = broker.cert_file.string(),
          .key_file = broker.key_file.string(),
          .insecure = broker.insecure,
          .keep_alive = broker.keep_alive,
          .version = version_of(broker.version)};
}

}  // namespace liftbox
