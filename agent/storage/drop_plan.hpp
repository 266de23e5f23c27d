#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "agent/ports/event_store.hpp"

namespace liftbox {

/// The order in which records go, when there is no more room for all. Telemetry goes before any of them.
enum class DropStep : std::uint8_t {
  done_stats,
  done_notices,
  done_faults,
  done_alarms,  ///< past their retention
  open_stats,
  open_notices,
  repeated_faults,  ///< of each type the newest incident stays
};
inline constexpr std::array drop_steps{
    DropStep::done_stats, DropStep::done_notices, DropStep::done_faults,    DropStep::done_alarms,
    DropStep::open_stats, DropStep::open_notices, DropStep::repeated_faults};
RecordClass class_of(DropStep step);
bool is_done(DropStep step);

/// What a record takes up beside its bytes: columns, indexes, and pages that are not full.
inline constexpr std::uint64_t record_overhead = 400;
/// What one takes up that waits; an entrapment with its snapshot has 1,700 bytes.
inline constexpr std::uint64_t largest_alarm = 4096;

/// How much must go, if any: a sixteenth more than is needed, so that it is not asked for with each record.
std::uint64_t excess(std::uint64_t used, std::uint64_t waiting_alarms, const StoreBound& bound);

/// Gathers what goes in one step, small enough for one record and one transaction. Pure.
class DropPlan {
 public:
  static constexpr std::size_t most_records = 1000;
  static constexpr std::size_t most_ranges = 48;

  explicit DropPlan(std::uint64_t wanted_bytes) : wanted_{wanted_bytes} {}

  /// Takes it, in the order in which candidates are offered, unless there are enough.
  void offer(const StoredRecord& candidate, DropStep step);
  bool enough() const;
  /// A drop leaves a record and a seal behind: to drop only such would never end.
  bool worth_it() const { return worth_it_; }
  /// `beside` finds ranges dropped before that touch the one given.
  Drop finish(const std::function<std::vector<DroppedRange>(const DroppedRange&)>& beside) &&;

 private:
  using Key = std::pair<std::string, Seq>;
  struct Going {
    std::int64_t id;
    Sha256 prev, hash;
  };
  std::vector<DroppedRange> runs() const;

  std::uint64_t wanted_;
  std::uint64_t freed_ = 0;
  std::size_t runs_ = 0;
  bool worth_it_ = false;
  std::map<Key, Going> going_;
  Drop drop_;
};

/// Ranges that touch each other become one.
std::vector<DroppedRange> joined(std::vector<DroppedRange> ranges);

}  // namespace liftbox
