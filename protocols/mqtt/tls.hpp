#pragma once

#include <optional>
#include <string>

#include "agent/ports/credentials.hpp"
#include "protocols/mqtt/credentials.hpp"
#include "protocols/mqtt/memory_file.hpp"
#include "protocols/mqtt/settings.hpp"

namespace liftbox::mqtt {

/// The paths that Paho is given; empty where there is nothing.
struct TlsFiles {
  std::string trusted;
  std::string chain;
  std::string key;
};

/// Everything about TLS that Paho does not do: which files are used and whether newer ones lie there,
/// revocation, and why a connection was refused. On the MQTT Worker.
class Tls {
 public:
  Tls(const Settings& settings, const Clock& clock) : settings_{settings}, clock_{clock} {}

  /// Before each connection: reads the files anew. While they are not good those of the last connection
  /// remain, since a renewal that is copied half must not take the box off the air. Throws PublishError where
  /// there are none.
  TlsFiles take_up();
  CredentialReport report() const;
  /// Tries what failed a second time, only to learn why: Paho says -1 whatever it was. Empty: nothing is
  /// wrong now.
  std::string why_refused() const;

 private:
  struct InUse {
    Credentials credentials;
    MemoryFile trusted, chain, key;
  };

  const Settings& settings_;
  const Clock& clock_;
  std::optional<InUse> in_use_;
};

}  // namespace liftbox::mqtt
