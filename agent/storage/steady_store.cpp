#include "agent/storage/steady_store.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "agent/records/uuid.hpp"

namespace liftbox {
namespace {

constexpr std::uint64_t memory_bytes = std::uint64_t{16} << 20;
constexpr std::uint64_t memory_for_alarms = std::uint64_t{4} << 20;
constexpr std::uint64_t memory_for_telemetry = std::uint64_t{1} << 20;
constexpr std::size_t most_loaded = 2000;  ///< of a class
constexpr std::size_t loaded_at_once = 200;

/// Above any id on a disk that could not be asked, and growing with time.
std::int64_t first_id_unasked(const Clock& clock) {
  constexpr int room = 20;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(clock.wall()).time_since_epoch().count();
  return std::max<std::int64_t>(seconds, std::int64_t{1} << room) << room;
}

}  // namespace

SteadyStore::SteadyStore(std::filesystem::path directory, SqliteStore::Settings settings, const Clock& clock)
    : directory_{directory}, clock_{clock}, disk_{std::move(directory), std::move(settings)} {}

EventStore& SteadyStore::records() {
  return memory_ ? static_cast<EventStore&>(*memory_) : disk_;
}

TelemetryStore& SteadyStore::telemetry() {
  return memory_telemetry_ ? static_cast<TelemetryStore&>(*memory_telemetry_) : disk_;
}

StoreHead SteadyStore::open(Moment now) {
  try {
    return open_disk(now, true);
  } catch (const StoreInUse&) {
    throw;
  } catch (const StoreError& error) {
    return open_in_memory(error.what());
  }
}

/// A damaged file is salvaged once: one that is damaged again is the disk's doing. `anew`: then another epoch
/// begins on it.
StoreHead SteadyStore::open_disk(Moment now, bool anew) {
  try {
    if (damage_.empty()) return disk_.open(now);
  } catch (const StoreDamaged& damage) {
    damage_ = damage.what();
  }
  disk_.close();
  const std::string damage = std::exchange(damage_, {});
  Salvaged salvaged = salvage(directory_ / "records.sqlite", clock_.wall());
  lost_ = std::move(salvaged.lost);
  salvaged_ = salvaged.words;
  if (anew) disk_.begin_anew(damage + "; " + salvaged.words);
  return disk_.open(now);
}

StoreHead SteadyStore::open_in_memory(const std::string& why) {
  StoreHead head;
  head.fresh = true;
  head.why = why;
  head.epoch = random_uuid();
  head.in_memory = true;
  take_refuge(head.epoch);
  return head;
}

void SteadyStore::take_refuge(const std::string& epoch) {
  memory_.emplace(StoreBound{.bytes = memory_bytes, .for_alarms = memory_for_alarms});
  memory_telemetry_.emplace();
  memory_->begin(epoch, disk_.newest_id().value_or(first_id_unasked(clock_)));
  load_what_waits();
}

/// The most urgent first; a disk that can be read may still hold an alarm that nobody has heard of.
void SteadyStore::load_what_waits() {
  try {
    if (!disk_.is_open()) return;
    for (const RecordClass record_class : record_classes) {
      std::int64_t after = 0;
      for (std::size_t loaded = 0; loaded < most_loaded; loaded += loaded_at_once) {
        const auto found = disk_.waiting(record_class, after, loaded_at_once);
        for (const StoredRecord& stored : found) memory_->adopt(stored);
        if (found.size() < loaded_at_once) break;
        after = found.back().id;
      }
    }
  } catch (const StoreError&) {  // it stays where it is
  }
}

std::string SteadyStore::leave_refuge(Moment now) {
  if (!memory_) return {};
  disk_.close();
  open_disk(now, false);
  disk_.take_over(*memory_);
  carry_telemetry();
  memory_.reset();
  memory_telemetry_.reset();
  return std::exchange(salvaged_, {});
}

/// A disk that could not be asked may have batches with the same numbers: then these are lost, and counted.
void SteadyStore::carry_telemetry() {
  constexpr std::uint64_t all = std::uint64_t{1} << 40U;
  Keep keep{.lost = memory_telemetry_->telemetry_standing().loss, .share_bytes = all};
  keep.batches = memory_telemetry_->waiting_telemetry(0, most_loaded);
  try {
    disk_.keep_telemetry(keep);
  } catch (const StoreError&) {
    for (const TelemetryBatch& batch : keep.batches) keep.lost.add(batch);
    keep.batches.clear();
    disk_.keep_telemetry(keep);
  }
}

/// Damage is remembered: what is opened next is salvaged first.
template <class Work>
auto SteadyStore::watched(Work work) {
  if (!damage_.empty() && !memory_) throw StoreDamaged{damage_};
  try {
    return work();
  } catch (const StoreDamaged& damage) {
    if (!memory_) damage_ = damage.what();
    throw;
  }
}

void SteadyStore::look_over() {
  watched([&] {
    if (!memory_) disk_.look_over();
  });
}

void SteadyStore::commit(const Commit& commit) {
  watched([&] { records().commit(commit); });
}

std::vector<StoredRecord> SteadyStore::waiting(RecordClass record_class, std::int64_t after,
                                               std::size_t limit) {
  return watched([&] { return records().waiting(record_class, after, limit); });
}

std::optional<StoredRecord> SteadyStore::find(const std::string& epoch, Seq seq) {
  return watched([&] {
    auto found = records().find(epoch, seq);
    if (found || !memory_ || !disk_.is_open()) return found;
    try {
      return disk_.find(epoch, seq);
    } catch (const StoreError&) {
      return found;
    }
  });
}

std::vector<StoredRecord> SteadyStore::query(const RecordQuery& query) {
  return watched([&] {
    std::vector<StoredRecord> all;
    if (memory_ && disk_.is_open()) try {
        all = disk_.query(query);
      } catch (const StoreError&) {
        all.clear();
      }
    for (StoredRecord& stored : records().query(query))
      if (all.empty() || stored.id > all.back().id) all.push_back(std::move(stored));
    if (all.size() > query.limit && query.newest)
      all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(query.limit));
    if (all.size() > query.limit) all.resize(query.limit);
    return all;
  });
}

void SteadyStore::accepted(std::span<const std::int64_t> ids, bool receipts, Moment now) {
  watched([&] { records().accepted(ids, receipts, now); });
}
std::size_t SteadyStore::received(const std::string& epoch, std::span<const SeqRange> ranges) {
  return watched([&] { return records().received(epoch, ranges); });
}
std::size_t SteadyStore::resend(const std::string& epoch, SeqRange range) {
  return watched([&] { return records().resend(epoch, range); });
}
std::size_t SteadyStore::requeue_overdue(Moment now) {
  return watched([&] { return records().requeue_overdue(now); });
}

/// What was lost is told before anything else goes.
std::optional<Drop> SteadyStore::to_drop(std::int64_t wall_ms) {
  if (lost_ && !memory_) return std::exchange(lost_, std::nullopt);
  return watched([&] { return records().to_drop(wall_ms); });
}

Holding SteadyStore::holding(const std::string& epoch, SeqRange range) {
  return watched([&] { return records().holding(epoch, range); });
}
StoreCounts SteadyStore::counts() {
  return watched([&] { return records().counts(); });
}

TelemetryStore::Standing SteadyStore::telemetry_standing() {
  return telemetry().telemetry_standing();
}
TelemetryStore::Standing SteadyStore::keep_telemetry(const Keep& keep) {
  Keep bounded = keep;
  if (memory_) bounded.share_bytes = std::min(bounded.share_bytes, memory_for_telemetry);
  return watched([&] { return telemetry().keep_telemetry(bounded); });
}
std::vector<TelemetryBatch> SteadyStore::waiting_telemetry(std::int64_t after, std::size_t limit) {
  return watched([&] { return telemetry().waiting_telemetry(after, limit); });
}
TelemetryStore::Standing SteadyStore::telemetry_accepted(std::span<const std::int64_t> ids) {
  return watched([&] { return telemetry().telemetry_accepted(ids); });
}
TelemetryStore::Standing SteadyStore::telemetry_loss_told(const TelemetryLoss& told) {
  return watched([&] { return telemetry().telemetry_loss_told(told); });
}

}  // namespace liftbox
