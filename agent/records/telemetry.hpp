#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <variant>

#include "agent/elevator/signal.hpp"
#include "agent/elevator/time.hpp"
#include "agent/records/journal.hpp"

namespace liftbox {

/// A value of telemetry as it is told: nothing (unknown), a switch, a quantity, an enumerator's name.
struct TelemetryValue {
  using Content = std::variant<std::monostate, bool, double, std::string>;

  std::string name;  ///< "car_speed", "custom.motor_temperature"
  Content content;
  Moment at{};  ///< when it was taken
};

/// As records tell a signal: switches as true and false, enumerations by name.
TelemetryValue::Content telemetry_content(Signal signal, Value value);
/// null, true, 23.4 (as an installer wrote the scale: not 23.400000000000002), "inspection".
nlohmann::json content_json(const TelemetryValue::Content& content);

/// Values that travel, and are kept, together. No record: it has no key and no place in the chain.
struct TelemetryBatch {
  std::int64_t id = 0;                     ///< grows with time, over restarts too
  std::uint64_t values = 0;                ///< how many
  std::int64_t first_ms = 0, last_ms = 0;  ///< wall time of the oldest and of the newest value
  std::string payload;                     ///< what is published
};

/// At least one value.
TelemetryBatch write_telemetry(std::span<const TelemetryValue> values, const Stamp& stamp);

/// Makes one of two that follow each other. False, and nothing happens, where the payload would be larger
/// than `most` or their times are not of the same clock.
bool append_telemetry(TelemetryBatch& batch, const TelemetryBatch& next, std::size_t most);

/// Values that nobody will ever receive.
struct TelemetryLoss {
  std::uint64_t values = 0;
  std::int64_t from_ms = 0, upto_ms = 0;  ///< wall time of the oldest and of the newest; 0: none

  void add(const TelemetryLoss& other);
  void add(const TelemetryBatch& batch) { add(TelemetryLoss{batch.values, batch.first_ms, batch.last_ms}); }
  void told(const TelemetryLoss& part);  ///< what was lost since stays
  bool operator==(const TelemetryLoss&) const = default;
};

}  // namespace liftbox
