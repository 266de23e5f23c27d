#include "protocols/mqtt/paho_options.hpp"

#include <fmt/format.h>
#include <mqtt/connect_options.h>
#include <mqtt/message.h>
#include <mqtt/ssl_options.h>

namespace liftbox::mqtt {
namespace {

bool is_loopback(const std::string& host) {
  const bool number = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "::1" || (number && host.starts_with("127."));
}

/// TLS 1.2 and later: these suites do not exist before it, and Paho can only pin one version or none. The
/// suites of TLS 1.3 are not in this list; OpenSSL keeps them apart.
constexpr const char* cipher_suites = "ECDHE+AESGCM:ECDHE+CHACHA20";

::mqtt::ssl_options tls_options(const Settings& settings) {
  ::mqtt::ssl_options_builder tls;
  tls.enabled_cipher_suites(cipher_suites).verify(true).enable_server_cert_auth(true);
  if (!settings.ca_file.empty()) tls.trust_store(settings.ca_file);
  if (!settings.cert_file.empty()) tls.key_store(settings.cert_file);
  if (!settings.key_file.empty()) tls.private_key(settings.key_file);
  return tls.finalize();
}

}  // namespace

std::string uri(const Settings& settings) {
  const bool v6 = settings.host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", settings.tls ? "mqtts" : "mqtt", v6 ? "[" : "", settings.host,
                     v6 ? "]" : "", settings.port);
}

std::string why_not_plain(const Settings& settings) {
  if (settings.tls || settings.insecure || is_loopback(settings.host)) return {};
  return fmt::format(
      "{}: refused, unencrypted beyond this machine; give broker.ca_file for TLS, or broker.insecure = true",
      uri(settings));
}

::mqtt::connect_options connect_options(const Settings& settings, bool v5, std::chrono::seconds keep_alive,
                                        const ::mqtt::message& will) {
  ::mqtt::connect_options_builder options;
  options.mqtt_version(v5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1);
  if (v5)
    options.clean_start(true);
  else
    options.clean_session(true);
  options.keep_alive_interval(keep_alive)
      .connect_timeout(settings.connect_timeout)
      .automatic_reconnect(false);
  constexpr int more_than_our_window = 1000;
  options.max_inflight(more_than_our_window).will(will);
  if (!settings.username.empty()) options.user_name(settings.username).password(settings.password);
  if (settings.tls) options.ssl(tls_options(settings));
  return options.finalize();
}

std::string explain(const Settings& settings, int return_code, int reason_code, const std::string& text) {
  constexpr int bad_credentials_v3 = 4;
  constexpr int not_authorized_v3 = 5;
  constexpr int bad_credentials_v5 = 0x86;
  constexpr int not_authorized_v5 = 0x87;
  constexpr int no_connection = -1;
  for (const int refused : {bad_credentials_v3, not_authorized_v3, bad_credentials_v5, not_authorized_v5})
    if (return_code == refused || reason_code == refused)
      return fmt::format("{}: the broker does not let {} in; check user, password and certificate",
                         uri(settings), settings.device);
  if (return_code == no_connection)
    return fmt::format("{}: cannot connect; check host, port, network{}", uri(settings),
                       settings.tls ? " and certificates" : "");
  return fmt::format("{}: {}", uri(settings), text);
}

}  // namespace liftbox::mqtt
