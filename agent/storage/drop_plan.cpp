#include "agent/storage/drop_plan.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "agent/records/seal.hpp"

namespace liftbox {
namespace {

constexpr std::uint64_t spare = 16;  // a sixteenth

/// The bytes were checked against their hash.
Sha256 prev_of(const Record& record) {
  const auto body = nlohmann::json::parse(record.bytes, nullptr, false);
  if (!body.is_object()) return {};
  const auto prev = body.find("prev");
  if (prev == body.end() || !prev->is_string()) return {};
  return from_hex(prev->get<std::string>()).value_or(Sha256{});
}

bool before(const DroppedRange& a, const DroppedRange& b) {
  return std::tie(a.epoch, a.from, b.upto) < std::tie(b.epoch, b.from, a.upto);
}

}  // namespace

RecordClass class_of(DropStep step) {
  switch (step) {
    case DropStep::done_stats:
    case DropStep::open_stats:
      return RecordClass::stats;
    case DropStep::done_notices:
    case DropStep::open_notices:
      return RecordClass::notice;
    case DropStep::done_faults:
    case DropStep::repeated_faults:
      return RecordClass::fault;
    case DropStep::done_alarms:
      break;
  }
  return RecordClass::alarm;
}

bool is_done(DropStep step) {
  return step < DropStep::open_stats;
}

std::uint64_t excess(std::uint64_t used, std::uint64_t waiting_alarms, const StoreBound& bound) {
  const std::uint64_t taken = std::min(bound.for_alarms, waiting_alarms * largest_alarm);
  const std::uint64_t wanted = used + (bound.for_alarms - taken);
  return wanted > bound.bytes ? wanted - bound.bytes + bound.bytes / spare : 0;
}

void DropPlan::offer(const StoredRecord& candidate, DropStep step) {
  const Record& record = candidate.record;
  const Key key{record.epoch, record.seq};
  if (enough() || going_.contains(key)) return;
  const std::size_t touches =
      going_.count({record.epoch, record.seq - 1}) + going_.count({record.epoch, record.seq + 1});
  runs_ = runs_ + 1 - touches;
  going_.emplace(key, Going{candidate.id, prev_of(record), record.hash});
  freed_ += record.bytes.size() + record_overhead;
  worth_it_ = worth_it_ || (record.type != seal_type && record.type != records_dropped_type);
  drop_.ids.push_back(candidate.id);
  ++drop_.records;
  ++(is_done(step) ? drop_.received : drop_.not_received)[std::string{name(record.record_class)}];
  if (step == DropStep::repeated_faults) ++drop_.merged_faults[record.type];
  drop_.from_ms = drop_.upto_ms == 0 ? record.time_ms : std::min(drop_.from_ms, record.time_ms);
  drop_.upto_ms = std::max(drop_.upto_ms, record.time_ms);
}

bool DropPlan::enough() const {
  return freed_ >= wanted_ || going_.size() >= most_records || runs_ >= most_ranges;
}

std::vector<DroppedRange> DropPlan::runs() const {
  std::vector<DroppedRange> single;
  for (const auto& [key, going] : going_)
    single.push_back({key.first, key.second, key.second, going.prev, going.hash});
  return joined(std::move(single));
}

Drop DropPlan::finish(const std::function<std::vector<DroppedRange>(const DroppedRange&)>& beside) && {
  std::vector<DroppedRange> all = runs();
  const std::vector<DroppedRange> fresh = all;
  for (const DroppedRange& run : fresh) {
    const auto touching = beside(run);
    all.insert(all.end(), touching.begin(), touching.end());
  }
  drop_.ranges = joined(std::move(all));
  return std::move(drop_);
}

std::vector<DroppedRange> joined(std::vector<DroppedRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), before);
  std::vector<DroppedRange> all;
  for (DroppedRange& range : ranges) {
    DroppedRange* const last = all.empty() || all.back().epoch != range.epoch ? nullptr : &all.back();
    if (last != nullptr && range.upto <= last->upto) continue;
    if (last != nullptr && range.from == last->upto + 1) {
      last->upto = range.upto;
      last->hash = range.hash;
    } else {
      all.push_back(std::move(range));
    }
  }
  return all;
}

}  // namespace liftbox
