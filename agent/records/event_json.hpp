#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

#include "agent/elevator/code_table.hpp"
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

/// The national number, BACnet's, and the region's under the region's name. `which_case` as `case_of` says.
nlohmann::json codes_json(const CodeTable& table, EventType type, std::string_view which_case);

nlohmann::json evidence_json(const Evidence& evidence, const RecordTerms& terms);

/// `{signal: {"age_ms", "quality", "value"}}`: the value null unless good; age since it was last read.
nlohmann::json snapshot_json(std::span<const SignalState> snapshot, Moment at);

/// Booleans as true and false, enumerations by name, quantities as numbers.
nlohmann::json value_json(Signal signal, Value value);

}  // namespace liftbox
