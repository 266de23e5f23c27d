#include "protocols/mqtt/paho_options.hpp"

#include <fmt/format.h>
#include <mqtt/connect_options.h>
#include <mqtt/message.h>
#include <mqtt/ssl_options.h>

namespace liftbox::mqtt {
namespace {

bool is_v6(const std::string& host) {
  return host.find(':') != std::string::npos;
}

bool is_loopback(const std::string& host) {
  const bool number = host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host == "::1" || (number && host.starts_with("127."));
}

/// Paho asks for the broker's name too, when all is over, but cannot read an IPv6 address: in its brackets it
/// is none. The name is asked for in the handshake already (judge_servers).
::mqtt::ssl_options tls_options(const TlsFiles& files, const std::string& host) {
  ::mqtt::ssl_options_builder tls;
  tls.enabled_cipher_suites(cipher_suites).verify(!is_v6(host)).enable_server_cert_auth(true);
  tls.trust_store(files.trusted);
  if (!files.chain.empty()) tls.key_store(files.chain).private_key(files.key);
  return tls.finalize();
}

}  // namespace

std::string uri(const Settings& settings) {
  const bool v6 = is_v6(settings.host);
  return fmt::format("{}://{}{}{}:{}", settings.tls ? "mqtts" : "mqtt", v6 ? "[" : "", settings.host,
                     v6 ? "]" : "", settings.port);
}

std::string why_not_plain(const Settings& settings) {
  if (settings.tls || settings.insecure || is_loopback(settings.host)) return {};
  return fmt::format(
      "{}: refused, unencrypted beyond this machine; give broker.ca_file for TLS, or broker.insecure = true",
      uri(settings));
}

::mqtt::connect_options connect_options(const Settings& settings, const Attempt& attempt,
                                        const ::mqtt::message& will) {
  ::mqtt::connect_options_builder options;
  options.mqtt_version(attempt.v5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1);
  if (attempt.v5)
    options.clean_start(true);
  else
    options.clean_session(true);
  options.keep_alive_interval(attempt.keep_alive)
      .connect_timeout(settings.connect_timeout)
      .automatic_reconnect(false);
  constexpr int more_than_our_window = 1000;
  options.max_inflight(more_than_our_window).will(will);
  if (!settings.username.empty()) options.user_name(settings.username).password(settings.password);
  if (settings.tls) options.ssl(tls_options(attempt.tls, settings.host));
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
    return fmt::format("{}: cannot connect; check host, port, network", uri(settings));
  return fmt::format("{}: {}", uri(settings), text);
}

}  // namespace liftbox::mqtt
