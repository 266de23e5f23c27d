#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "agent/config/config_file.hpp"
#include "agent/config/mistakes.hpp"
#include "agent/elevator/code_table.hpp"
#include "agent/elevator/rules.hpp"
#include "board/profile.hpp"
#include "protocols/modbus/register_map.hpp"

namespace liftbox {

/// Who the lift is. Static; empty where the installer did not say.
struct LiftIdentity {
  std::string registration_code;  ///< 注册代码, 20 digits
  std::string use_registration;   ///< 使用登记编号
  std::string traceability_code;  ///< 整机编码
  std::string rescue_number;      ///< 96333
  std::string address;
  std::string brand;
  std::string brake_model;
  std::string maintenance_firm;
};

/// The gateway's own watchdog, which resets it.
struct WatchdogSettings {
  std::filesystem::path device;
  std::chrono::seconds timeout{30};
};

/// How somebody who changes something says who it is.
struct SignInSettings {
  std::filesystem::path pins_file;  ///< empty: a work number is enough
  std::chrono::minutes lasts{60};
};

struct ControllerSettings {
  modbus::BusSettings bus;
  std::vector<modbus::Unit> units;  ///< the lift's controller first
};

enum class MqttVersion : std::uint8_t { automatic, v5, v3_1_1 };

struct BrokerSettings {
  std::string host;
  std::uint16_t port = 1883;
  bool tls = false;  ///< a CA or a certificate is given
  std::string username;
  std::filesystem::path password_file;
  std::filesystem::path ca_file;
  std::filesystem::path crl_file;
  std::filesystem::path cert_file;
  std::filesystem::path key_file;
  bool insecure = false;  ///< plain TCP beyond loopback was asked for in so many words
  std::chrono::seconds keep_alive{30};
  bool receipts = true;
  std::string topic_root = "lift/v1";
  MqttVersion version = MqttVersion::automatic;
};

/// What is told of a signal, or of `custom.NAME`.
struct TelemetrySignal {
  std::string name;
  std::optional<Signal> signal;  ///< none: custom
  double deadband = 0;           ///< 0: every change
  Duration refresh{60'000};      ///< told again after this time without a change
};

struct TelemetrySettings {
  std::vector<TelemetrySignal> signals;
  Duration batch{1000};        ///< 0: at once
  std::uint64_t share_mb = 8;  ///< of the store, while the broker is away
};

/// Everything that the site file and the profiles it names say, checked. Plain data: whoever wires the
/// program reads it, nobody changes it.
struct SiteConfig {
  std::filesystem::path file;
  std::vector<ConfigFile> files;
  std::vector<Mistake> warnings;  ///< what the box cannot decide as it is wired and configured
  std::string device;
  BoardProfile board;
  LiftIdentity lift;
  LiftFacts facts;
  Rules rules;
  CodeTable codes;
  std::optional<ControllerSettings> controller;
  std::vector<LineProfile> lines;                    ///< those that are wired; each has its signal
  std::optional<std::filesystem::path> line_socket;  ///< of the simulated lift
  std::optional<WatchdogSettings> watchdog;
  std::optional<BrokerSettings> broker;  ///< without one the box detects and stores
  std::optional<TelemetrySettings> telemetry;
  std::filesystem::path store_directory = "/var/lib/liftbox";
  std::uint64_t store_max_mb = 256;
  std::uint64_t flash_mb_a_day = 500;  ///< more than this is told
  std::filesystem::path control_socket = "/run/liftbox/control.sock";
  SignInSettings sign_in;
  bool without_entrapment = false;  ///< said in so many words: this box cannot tell of an entrapment
  std::string log_level = "info";   ///< trace, debug, info, warning, error
};

/// Where profiles are found by name: `simulated` is `boards/simulated.toml`.
struct ProfileDirectories {
  std::filesystem::path boards;
  std::filesystem::path controllers;
  std::filesystem::path regions;

  static ProfileDirectories below(const std::filesystem::path& directory);
  static ProfileDirectories installed();  ///< beside this program, wherever the package was put
};

/// Reads one site file and the profiles it names; relative paths count from the file's directory. Throws
/// ConfigError with every mistake in it.
SiteConfig load_site(const std::filesystem::path& file,
                     const ProfileDirectories& profiles = ProfileDirectories::installed());

}  // namespace liftbox
