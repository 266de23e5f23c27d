#include <fmt/format.h>

#include "agent/config/site_sections.hpp"

namespace liftbox {
namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t plain_port = 1883;
constexpr std::uint16_t tls_port = 8883;
constexpr std::int64_t shortest_keep_alive_s = 5;
constexpr std::int64_t longest_keep_alive_s = 3600;

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool is_topic(const std::string& text) {
  return !text.empty() && text.find_first_of("+#") == std::string::npos && text.front() != '/' &&
         text.back() != '/';
}

void read_credentials(const Table& table, const fs::path& beside, BrokerSettings& broker) {
  const auto file = [&](const char* key, fs::path& field) {
    if (const auto path = table.path(key, beside)) field = *path;
  };
  broker.username = table.text("username").value_or("");
  file("password_file", broker.password_file);
  file("ca_file", broker.ca_file);
  file("crl_file", broker.crl_file);
  file("cert_file", broker.cert_file);
  file("key_file", broker.key_file);
  broker.tls = !broker.ca_file.empty();
  if (broker.cert_file.empty() != broker.key_file.empty())
    table.mistake(broker.key_file.empty() ? "cert_file" : "key_file",
                  "'cert_file' and 'key_file' belong together: give both or none");
  if (!broker.cert_file.empty() && !broker.tls)
    table.mistake("cert_file", "'ca_file' is missing: without it the box would trust any broker");
  if (!broker.crl_file.empty() && !broker.tls)
    table.mistake("crl_file", "'ca_file' is missing: a list of revoked certificates serves TLS only");
  if (!broker.password_file.empty() && broker.username.empty())
    table.mistake("password_file", "'username' is missing: MQTT sends no password without a name");
}

void check_encryption(const Table& table, const BrokerSettings& broker) {
  if (broker.tls || broker.insecure || broker.host.empty() || is_loopback(broker.host)) return;
  table.mistake("host", fmt::format("plain TCP is for loopback only and '{}' is not: give 'ca_file' for TLS, "
                                    "or insecure = true if anybody on the way may read and forge",
                                    broker.host));
}

}  // namespace

std::optional<BrokerSettings> read_broker(const Table& table, const fs::path& beside) {
  if (!table) return std::nullopt;
  BrokerSettings broker;
  broker.host = table.required_text("host", "give the broker's name or address");
  read_credentials(table, beside, broker);
  const std::uint16_t usual = broker.tls ? tls_port : plain_port;
  broker.port = static_cast<std::uint16_t>(table.whole("port", 1, last_port).value_or(usual));
  broker.insecure = table.flag("insecure").value_or(broker.insecure);
  broker.receipts = table.flag("receipts").value_or(broker.receipts);
  broker.keep_alive =
      std::chrono::seconds{table.whole("keep_alive_s", shortest_keep_alive_s, longest_keep_alive_s)
                               .value_or(broker.keep_alive.count())};
  broker.version = static_cast<MqttVersion>(table.choice("version", {"auto", "5", "3.1.1"}).value_or(0));
  broker.topic_root = table.text("topic_root").value_or(broker.topic_root);
  if (!is_topic(broker.topic_root))
    table.mistake("topic_root", fmt::format("'topic_root' cannot be \"{}\": write it like lift/v1, without "
                                            "+ and # and without / at its ends",
                                            broker.topic_root));
  check_encryption(table, broker);
  return broker;
}

}  // namespace liftbox
