#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "agent/config/signal_names.hpp"
#include "agent/config/site_sections.hpp"

namespace liftbox {
namespace {

constexpr std::int64_t longest_refresh_s = 86'400;
constexpr std::int64_t longest_batch_ms = 1000;
constexpr std::int64_t largest_share_mb = 1024;
constexpr std::string_view custom_prefix = "custom.";

std::vector<std::string> provided_by(const SiteConfig& site) {
  std::vector<std::string> names;
  for (const LineProfile& line : site.lines) names.push_back(name_of(*line.signal));
  if (!site.controller) return names;
  for (const modbus::Unit& unit : site.controller->units) {
    for (const modbus::RegisterEntry& entry : unit.registers.entries) names.push_back(name_of(entry.signal));
    for (const modbus::CustomRegister& custom : unit.registers.custom) names.push_back(custom.name);
  }
  return names;
}

/// Reads `[telemetry]` against what the wiring and the profiles provide.
class TelemetryReader {
 public:
  TelemetryReader(const Table& table, const SiteConfig& site)
      : table_{table}, custom_{table.table("custom")}, provided_{provided_by(site)} {}

  TelemetrySettings read() {
    TelemetrySettings settings;
    refresh_s_ = table_.whole("refresh_s", 1, longest_refresh_s).value_or(refresh_s_);
    settings.batch = Duration{table_.whole("batch_ms", 0, longest_batch_ms).value_or(settings.batch.count())};
    settings.share_mb = static_cast<std::uint64_t>(
        table_.whole("share_mb", 1, largest_share_mb).value_or(static_cast<std::int64_t>(settings.share_mb)));
    const std::vector<std::string> names = table_.texts("signals");
    if (names.empty() && !table_.has("signals"))
      table_.mistake("'signals' is missing: list what is to be told, as in signals = [\"car_speed\"]");
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!names[i].empty() && is_listed_right(names, i))
        settings.signals.push_back(read_signal_of(names[i]));
    reject_unlisted(names);
    return settings;
  }

 private:
  bool provided(const std::string& name) const {
    return std::find(provided_.begin(), provided_.end(), name) != provided_.end();
  }

  bool is_listed_right(const std::vector<std::string>& names, std::size_t i) const {
    const std::string& name = names[i];
    const auto mine = names.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(names.begin(), mine, name) != mine) {
      table_.mistake("signals", i, fmt::format("'{}' is listed twice: remove one", name));
      return false;
    }
    if (provided(name)) return true;
    if (find_signal(name))
      table_.mistake("signals", i,
                     fmt::format("no line and no register gives '{}': wire it, take a profile "
                                 "that has it, or remove it from the list",
                                 name));
    else if (is_custom_signal(name))
      table_.mistake("signals", i, fmt::format("there is no '{}': {}", name, suggestion_of_custom(name)));
    else
      table_.mistake("signals", i,
                     fmt::format("there is no signal '{}': {}", name, suggestion(name, provided_)));
    return false;
  }

  std::string suggestion_of_custom(const std::string& name) const {
    std::vector<std::string> known;
    std::copy_if(provided_.begin(), provided_.end(), std::back_inserter(known), is_custom_signal);
    if (!known.empty()) return suggestion(name, known);
    return fmt::format("add [[controller.custom]] with name = \"{}\" and its 'address'",
                       name.substr(custom_prefix.size()));
  }

  Table table_of(const std::string& name) const {
    return is_custom_signal(name) ? custom_.table(name.substr(custom_prefix.size())) : table_.table(name);
  }

  static double read_deadband(const Table& own) {
    const double deadband = own.number("deadband").value_or(0);
    if (!(deadband >= 0 && std::isfinite(deadband)))
      own.mistake("deadband",
                  fmt::format("'deadband' is {}: give 0 for every change, or the width within which "
                              "nothing is told",
                              deadband));
    return deadband;
  }

  TelemetrySignal read_signal_of(const std::string& name) const {
    TelemetrySignal telemetry{.name = name, .signal = find_signal(name)};
    const Table own = table_of(name);
    const bool quantity = !telemetry.signal || info(*telemetry.signal).type == SignalType::number;
    if (quantity)
      telemetry.deadband = read_deadband(own);
    else if (own.has("deadband"))
      own.mistake("deadband",
                  fmt::format("'{}' is not a quantity, every change of it is told: remove 'deadband'", name));
    telemetry.refresh =
        std::chrono::seconds{own.whole("refresh_s", 1, longest_refresh_s).value_or(refresh_s_)};
    return telemetry;
  }

  /// A heading for what is not told is a slip.
  void reject_unlisted(const std::vector<std::string>& names) const {
    const auto check = [&](const Table& table, const std::string& key, const std::string& name) {
      const bool listed = std::find(names.begin(), names.end(), name) != names.end();
      if (listed || !provided(name)) return;
      table.mistake(key, fmt::format("'{}' has keys of its own but is not told: add it to 'signals', or "
                                     "remove them",
                                     name));
    };
    for (const std::string& key : table_.keys()) check(table_, key, key);
    for (const std::string& key : custom_.keys()) check(custom_, key, std::string{custom_prefix} + key);
  }

  Table table_;
  Table custom_;
  std::vector<std::string> provided_;
  std::int64_t refresh_s_ = 60;
};

}  // namespace

std::optional<TelemetrySettings> read_telemetry(const Table& root, const SiteConfig& site) {
  const Table table = root.table("telemetry");
  if (!table) return std::nullopt;
  if (!root.has("broker"))
    table.mistake("nobody receives telemetry: add [broker] with 'host', or remove [telemetry]");
  return TelemetryReader{table, site}.read();
}

}  // namespace liftbox
