#include "agent/cli/modbus_command.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

#include "agent/cli/commands.hpp"
#include "agent/cli/modbus_reader.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/site_file.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using namespace modbus;

constexpr int registers_there_are = 65'536;
constexpr int hexadecimal = 16;

/// Decimal, or 0x1001.
int number_of(const std::string& what, const std::string& text, int least, int most) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  const std::string_view digits = std::string_view{text}.substr(hex ? 2 : 0);
  int number = 0;
  const char* const end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, number, hex ? hexadecimal : 10);
  if (parsed.ec != std::errc{} || parsed.ptr != end || number < least || number > most)
    throw BadInput{fmt::format("--read: '{}' is no {}: give {} to {}, or hexadecimal as 0x1001", text, what,
                               least, most)};
  return number;
}

Function function_of(const std::string& kind) {
  if (kind == "coils") return Function::read_coils;
  if (kind == "discrete") return Function::read_discrete_inputs;
  if (kind == "holding") return Function::read_holding_registers;
  if (kind == "input") return Function::read_input_registers;
  throw BadInput{fmt::format("--read: there is no kind '{}': give holding, input, coils or discrete", kind)};
}

ReadRequest request_of(const ModbusOptions& options) {
  constexpr std::size_t words = 3;
  if (options.read.size() != words)
    throw BadInput{"--read needs kind, address and count, as in --read holding 0x1001 4"};
  ReadRequest request;
  request.unit = static_cast<std::uint8_t>(options.unit);
  request.function = function_of(options.read[0]);
  const int most = reads_bits(request.function) ? max_bits : max_registers;
  const int address = number_of("address", options.read[1], 0, registers_there_are - 1);
  const int count = number_of("count", options.read[2], 1, most);
  if (address + count > registers_there_are)
    throw BadInput{fmt::format("--read: {} from {} on go beyond address 65535: read fewer", count, address)};
  request.address = static_cast<std::uint16_t>(address);
  request.count = static_cast<std::uint16_t>(count);
  return request;
}

TcpPeer peer_of(const std::string& text) {
  const auto colon = text.rfind(':');
  TcpPeer peer{.host = text.substr(0, colon)};
  if (colon == std::string::npos) return peer;
  int port = 0;
  const std::string digits = text.substr(colon + 1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (parsed.ptr != digits.data() + digits.size() || port < 1 || port >= registers_there_are)
    throw BadInput{
        fmt::format("--tcp {}: the port after the colon is 1 to 65535, as in 192.168.1.20:502", text)};
  peer.port = static_cast<std::uint16_t>(port);
  return peer;
}

BusSettings bus_of(const ModbusOptions& options) {
  if (options.port.empty() == options.tcp.empty())
    throw BadInput{
        "say which bus: --config SITE, or --port /dev/ttyS1 (with --baud, --parity), or --tcp HOST:PORT"};
  BusSettings bus;
  bus.response_timeout = Duration{options.timeout_ms};
  if (!options.tcp.empty())
    bus.tcp = peer_of(options.tcp);
  else
    bus.rtu = RtuLine{.device = options.port,
                      .baud = options.baud,
                      .parity = options.parity == "even"  ? 'E'
                                : options.parity == "odd" ? 'O'
                                                          : 'N',
                      .stop_bits = options.stop_bits};
  return bus;
}

/// Two programs that read one port take each other's answers away. Several may connect over TCP.
void refuse_beside_daemon(const std::string& socket, const BusSettings& bus) {
  if (!bus.rtu) return;
  nlohmann::json status;
  try {
    status = control::Client(socket).call("status", nlohmann::json::object());
  } catch (const control::NotReachable&) {
    return;
  }
  for (const auto& source : screen::member(status, "sources"))
    if (screen::text(source, "detail").find(bus.rtu->device + " ") != std::string::npos)
      throw BadInput{fmt::format(
          "liftboxd reads {} now: `liftctl signals` shows its values; to read by yourself, stop it first "
          "(systemctl stop liftboxd)",
          bus.rtu->device)};
}

int read_by_address(const std::string& socket, const ModbusOptions& options, std::ostream& out) {
  const ReadRequest request = request_of(options);
  const BusSettings bus = bus_of(options);
  refuse_beside_daemon(socket, bus);
  ModbusReader reader{bus, out};
  if (!reader.open()) return bad_config;
  return reader.show_registers(request) ? done : refused;
}

int read_by_site(const ModbusOptions& options, std::ostream& out) {
  const SiteConfig site = read_site_file(options.config, options.profiles);
  if (!site.controller)
    throw BadInput{fmt::format("{} has no [controller]: there is no bus to read", options.config)};
  refuse_beside_daemon(site.control_socket.string(), site.controller->bus);
  ModbusReader reader{site.controller->bus, out};
  if (!reader.open()) return bad_config;
  bool all = true;
  if (!options.read.empty()) return reader.show_registers(request_of(options)) ? done : refused;
  for (const Unit& unit : site.controller->units) all = reader.show_unit(unit) && all;
  return all ? done : refused;
}

}  // namespace

int read_modbus(const std::string& socket, const ModbusOptions& options, std::ostream& out) {
  if (options.config.empty()) return read_by_address(socket, options, out);
  if (!options.port.empty() || !options.tcp.empty())
    throw BadInput{"--config names the bus already: leave --port and --tcp out"};
  try {
    return read_by_site(options, out);
  } catch (const ConfigError& error) {
    out << error.what() << '\n';
    return bad_config;
  }
}

}  // namespace liftbox::cli
