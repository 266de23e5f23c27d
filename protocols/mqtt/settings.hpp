#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace liftbox::mqtt {

/// Below 5 is only used where the broker does not speak 5, unless one of them is asked for.
enum class Version : std::uint8_t { automatic, v5, v3_1_1 };

struct Settings {
  std::string host;
  std::uint16_t port = 1883;
  std::string device;      ///< client id, certificate common name and part of every topic
  std::string topic_root;  ///< "lift/v1"
  std::string username;    ///< empty: none
  std::string password;
  bool tls = false;
  std::string ca_file;   ///< PEM paths
  std::string crl_file;  ///< lists of revoked certificates; empty: none
  std::string cert_file;
  std::string key_file;
  bool insecure = false;  ///< plain TCP beyond loopback
  std::chrono::seconds keep_alive{30};
  std::chrono::seconds connect_timeout{10};
  Version version = Version::automatic;
};

}  // namespace liftbox::mqtt
