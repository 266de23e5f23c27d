#pragma once

#include <chrono>
#include <string>

#include "protocols/mqtt/settings.hpp"
#include "protocols/mqtt/tls.hpp"

namespace mqtt {
class connect_options;
class message;
}  // namespace mqtt

namespace liftbox::mqtt {

/// TLS 1.2 and later: these suites do not exist before it, and Paho can only pin one version or none. The
/// suites of TLS 1.3 are not in this list; OpenSSL keeps them apart.
inline constexpr const char* cipher_suites = "ECDHE+AESGCM:ECDHE+CHACHA20";

std::string uri(const Settings& settings);  ///< "mqtt://127.0.0.1:1883", "mqtts://…"

/// Plain TCP goes to this machine only, unless the configuration says otherwise. Empty: it may.
std::string why_not_plain(const Settings& settings);

/// What changes from one connection to the next.
struct Attempt {
  bool v5;
  std::chrono::seconds keep_alive;
  TlsFiles tls;
};
::mqtt::connect_options connect_options(const Settings& settings, const Attempt& attempt,
                                        const ::mqtt::message& will);

/// Why there is no connection, for people: which broker, what happened, what to do.
std::string explain(const Settings& settings, int return_code, int reason_code, const std::string& text);

}  // namespace liftbox::mqtt
