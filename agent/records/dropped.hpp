#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/records/record.hpp"

namespace liftbox {

/// Records of an epoch, first to last, that are no longer kept, and both ends of the chain at the hole: who
/// changes a record before it or after it, or takes more out, no longer fits.
struct DroppedRange {
  std::string epoch;
  Seq from = 0;
  Seq upto = 0;
  Sha256 prev{};  ///< that the first one named: of the record before it; zeros: there was none
  Sha256 hash{};  ///< of the last one, which the next record names
  bool operator==(const DroppedRange&) const = default;
};

/// What goes from the store in one step, and what a record tells of it.
struct Drop {
  enum class Why : std::uint8_t { full, damaged };
  using Counts = std::map<std::string, std::uint64_t>;

  Why why = Why::full;
  std::uint64_t records = 0;
  Counts received;                        ///< by class: the platform has them
  Counts not_received;                    ///< by class: nobody will ever have them
  Counts merged_faults;                   ///< by type: repeats of a fault of which the newest is kept
  std::int64_t from_ms = 0, upto_ms = 0;  ///< wall time of the oldest and of the newest
  /// Each joined with what had been dropped beside it before: older records of this kind may go.
  std::vector<DroppedRange> ranges;
  std::vector<std::int64_t> ids;  ///< in the store; not told
};

inline constexpr const char* records_dropped_type = "records_dropped";
std::string_view name(Drop::Why why);

/// The evidence of a record of type `records_dropped`.
nlohmann::json drop_json(const Drop& drop, int utc_offset_min);

/// What such a record, or any other (then nothing), says to be gone.
struct DropTold {
  std::string why;
  std::vector<DroppedRange> ranges;
};
DropTold drop_told(const nlohmann::json& body);

}  // namespace liftbox
