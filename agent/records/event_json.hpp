#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <span>

#include "agent/elevator/event.hpp"
#include "agent/elevator/lift.hpp"

namespace liftbox {

/// How a moment is written: RFC 3339 in a record, milliseconds in a replay.
using MomentJson = std::function<nlohmann::json(Moment)>;

/// What only the writer of a record knows of what its evidence names.
struct RecordTerms {
  MomentJson moment;
  /// Of the last incident of a type and subject; null where there was none.
  std::function<nlohmann::json(EventType type, const std::string& subject)> incident;
  std::function<nlohmann::json(Cause cause)> code;  ///< the region's; null where it has none
};

nlohmann::json evidence_json(const Evidence& evidence, const RecordTerms& terms);

/// `{signal: {"age_ms", "quality", "value"}}`: the value null unless good; age since it was last read.
nlohmann::json snapshot_json(std::span<const SignalState> snapshot, Moment at);

/// Booleans as true and false, enumerations by name, quantities as numbers.
nlohmann::json value_json(Signal signal, Value value);

}  // namespace liftbox
