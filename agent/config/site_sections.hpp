#pragma once

#include "agent/config/document.hpp"
#include "agent/config/site.hpp"

namespace liftbox {

inline constexpr std::int64_t last_port = 65'535;

/// The sections of a site file, each from its table.
std::string read_device(const Table& root);
LiftIdentity read_lift(const Table& table);
/// What `[lift]` says of the brake, but for the number of its arms, which is a setting.
void read_brake(const Table& lift, const std::string& model, BrakeFacts& brake);
/// The lines of the board that are wired at this lift.
std::vector<LineProfile> read_lines(const Table& table, const BoardProfile& board);
std::optional<Signal> read_line_signal(const Table& table);
std::optional<Duration> read_debounce(const Table& table);
std::optional<std::uint8_t> read_unit_number(const Table& table);
modbus::BusSettings read_bus(const Table& controller, const BoardProfile& board);
std::optional<BrokerSettings> read_broker(const Table& table, const std::filesystem::path& beside);
/// Nothing without `[telemetry]`. The sources of the site have been read.
std::optional<TelemetrySettings> read_telemetry(const Table& root, const SiteConfig& site);
SignInSettings read_sign_in(const Table& table, const std::filesystem::path& beside);
/// The path of a Unix socket, which the kernel keeps short.
Given<std::filesystem::path> read_socket(const Table& table, const std::string& key,
                                         const std::filesystem::path& beside);

}  // namespace liftbox
