#include "agent/storage/memory_store.hpp"

#include <algorithm>

#include "agent/records/uuid.hpp"

namespace liftbox {

namespace {

std::uint64_t size_of(const Record& record) {
  return record.bytes.size() + record_overhead;
}

}  // namespace

StoreHead MemoryStore::open(Moment now) {
  StoreHead head;
  head.fresh = epoch_.empty();
  if (head.fresh) head.why = "new store";
  if (head.fresh) epoch_ = random_uuid();
  head.epoch = epoch_;
  head.seq = end_.seq;
  head.hash = end_.hash;
  head.newest_time_ms = newest_time_ms_;
  head.memory = memory_;
  for (auto& [id, entry] : entries_)
    if (entry.state == RecordState::accepted) entry.resend_at = now + resend_after(0);
  return head;
}

void MemoryStore::begin(const std::string& epoch, std::int64_t newest_id) {
  epoch_ = epoch;
  newest_id_ = newest_id;
}

void MemoryStore::adopt(const StoredRecord& stored) {
  if (used_ + size_of(stored.record) > bound_.bytes / 2) return;
  entries_[stored.id].record = stored.record;
  ids_[{stored.record.epoch, stored.record.seq}] = stored.id;
  used_ += size_of(stored.record);
}

/// Nothing is changed before all of it is known to fit.
void MemoryStore::commit(const Commit& commit) {
  Seq newest = end_.seq;
  std::map<Seq, Sha256> fresh;
  for (const Record& record : commit.records) {
    const auto twice = fresh.find(record.seq);
    if (twice != fresh.end() && twice->second == record.hash) continue;
    check(record, newest);
    if (record.seq <= newest) continue;
    newest = record.seq;
    fresh[newest] = record.hash;
  }
  for (const Record& record : commit.records)
    if (record.seq == end_.seq + 1) insert(record);
  if (commit.memory) memory_ = commit.memory;
  if (commit.drop) carry_out(*commit.drop);
}

void MemoryStore::check(const Record& record, Seq newest) const {
  if (record.epoch != epoch_ || record.seq == 0 || record.seq > newest + 1)
    throw StoreError{"memory: the record does not follow the newest one"};
  if (record.seq == newest + 1) return;
  const auto same = ids_.find({record.epoch, record.seq});
  if (same == ids_.end() || entries_.at(same->second).record.hash != record.hash)
    throw StoreError{"memory: the record is there already with other bytes"};
}

void MemoryStore::insert(const Record& record) {
  entries_[++newest_id_].record = record;
  ids_[{record.epoch, record.seq}] = newest_id_;
  used_ += size_of(record);
  end_ = {record.epoch, record.seq, record.hash};
  newest_time_ms_ = record.time_ms;
}

std::vector<StoredRecord> MemoryStore::waiting(RecordClass record_class, std::int64_t after,
                                               std::size_t limit) {
  std::vector<StoredRecord> found;
  for (auto entry = entries_.upper_bound(after); entry != entries_.end() && found.size() < limit; ++entry)
    if (entry->second.state == RecordState::waiting && entry->second.record.record_class == record_class)
      found.push_back({entry->first, entry->second.record});
  return found;
}

std::optional<StoredRecord> MemoryStore::find(const std::string& epoch, Seq seq) {
  const auto found = ids_.find({epoch, seq});
  if (found == ids_.end()) return std::nullopt;
  return StoredRecord{found->second, entries_.at(found->second).record};
}

std::vector<StoredRecord> MemoryStore::query(const RecordQuery& query) {
  std::vector<StoredRecord> found;
  for (auto entry = entries_.upper_bound(query.after_id); entry != entries_.end(); ++entry) {
    const Record& record = entry->second.record;
    if (query.record_class && record.record_class != *query.record_class) continue;
    if (!query.type.empty() && record.type != query.type) continue;
    if (!query.incident.empty() && record.incident != query.incident) continue;
    if (record.time_ms >= query.since_ms) found.push_back({entry->first, record});
  }
  if (found.size() <= query.limit) return found;
  const auto excess = static_cast<std::ptrdiff_t>(found.size() - query.limit);
  if (query.newest)
    found.erase(found.begin(), found.begin() + excess);
  else
    found.erase(found.end() - excess, found.end());
  return found;
}

void MemoryStore::accepted(std::span<const std::int64_t> ids, bool receipts, Moment now) {
  for (const std::int64_t id : ids) {
    const auto found = entries_.find(id);
    if (found == entries_.end() || found->second.state != RecordState::waiting) continue;
    found->second.state = receipts ? RecordState::accepted : RecordState::done;
    found->second.resend_at = now + resend_after(found->second.attempts++);
  }
}

std::size_t MemoryStore::received(const std::string& epoch, std::span<const SeqRange> ranges) {
  std::size_t done = 0;
  for (const SeqRange& range : ranges) done += move(epoch, range, RecordState::done, RecordState::done);
  return done;
}

std::size_t MemoryStore::resend(const std::string& epoch, SeqRange range) {
  return move(epoch, range, RecordState::waiting, RecordState::waiting);
}

std::size_t MemoryStore::requeue_overdue(Moment now) {
  std::size_t again = 0;
  for (auto& [id, entry] : entries_) {
    if (entry.state != RecordState::accepted || entry.resend_at > now) continue;
    entry.state = RecordState::waiting;
    ++again;
  }
  return again;
}

void MemoryStore::carry_out(const Drop& drop) {
  for (const std::int64_t id : drop.ids) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) continue;
    used_ -= size_of(found->second.record);
    ids_.erase({found->second.record.epoch, found->second.record.seq});
    entries_.erase(found);
  }
  const auto teller = std::find_if(entries_.rbegin(), entries_.rend(), [](const auto& entry) {
    return entry.second.record.type == records_dropped_type;
  });
  if (teller == entries_.rend()) throw StoreError{"memory: no record tells of what is dropped"};
  for (const DroppedRange& range : drop.ranges) {
    std::erase_if(dropped_, [&](const auto& old) {
      return old.first.epoch == range.epoch && old.first.from >= range.from && old.first.upto <= range.upto;
    });
    dropped_.emplace_back(range, teller->first);
  }
}

/// The incidents of which the faults stay: of each type the newest.
std::set<std::string> MemoryStore::newest_faults() const {
  std::map<std::string, std::string> by_type;
  for (const auto& [id, entry] : entries_)
    if (entry.record.record_class == RecordClass::fault && entry.state != RecordState::done)
      by_type[entry.record.type] = entry.record.incident;
  std::set<std::string> incidents;
  for (const auto& [type, incident] : by_type) incidents.insert(incident);
  return incidents;
}

bool MemoryStore::may_go(std::int64_t id, const Entry& entry, DropStep step,
                         std::int64_t alarms_before_ms) const {
  const Record& record = entry.record;
  if (record.seq == 1 || id == newest_id_ || record.record_class != class_of(step)) return false;
  if ((entry.state == RecordState::done) != is_done(step)) return false;
  return step != DropStep::done_alarms || record.time_ms < alarms_before_ms;
}

std::optional<Drop> MemoryStore::to_drop(std::int64_t wall_ms) {
  const StoreCounts now = counts();
  const ClassCounts& alarms = now.by_class.front();
  const std::uint64_t wanted = excess(used_, alarms.waiting + alarms.accepted, bound_);
  if (wanted == 0) return std::nullopt;
  std::set<std::int64_t> tellers;
  for (const auto& [range, told] : dropped_) tellers.insert(told);
  const std::set<std::string> staying = newest_faults();
  DropPlan plan{wanted};
  for (const DropStep step : drop_steps)
    for (const auto& [id, entry] : entries_) {
      if (!may_go(id, entry, step, wall_ms - bound_.keep_alarms_ms) || tellers.contains(id)) continue;
      if (step == DropStep::repeated_faults && staying.contains(entry.record.incident)) continue;
      plan.offer({id, entry.record}, step);
    }
  if (!plan.worth_it()) return std::nullopt;
  return std::move(plan).finish([this](const DroppedRange& run) {
    std::vector<DroppedRange> touching;
    for (const auto& [range, told] : dropped_)
      if (range.epoch == run.epoch && (range.upto + 1 == run.from || range.from == run.upto + 1))
        touching.push_back(range);
    return touching;
  });
}

Holding MemoryStore::holding(const std::string& epoch, SeqRange range) {
  Holding held{epoch == epoch_, {}};
  for (const auto& [id, entry] : entries_) held.epoch_known = held.epoch_known || entry.record.epoch == epoch;
  for (const auto& [gone, told] : dropped_)
    if (gone.epoch == epoch && gone.upto >= range.from && gone.from <= range.upto)
      held.dropped.push_back({std::max(gone.from, range.from), std::min(gone.upto, range.upto)});
  std::sort(held.dropped.begin(), held.dropped.end(),
            [](const SeqRange& a, const SeqRange& b) { return a.from < b.from; });
  return held;
}

StoreCounts MemoryStore::counts() {
  StoreCounts counts;
  for (const auto& [id, entry] : entries_) {
    ClassCounts& of = counts.by_class.at(static_cast<std::size_t>(entry.record.record_class));
    ++count_of(of, entry.state);
    if (entry.state == RecordState::done) continue;
    if (entry.record.epoch != epoch_)
      counts.old_low.emplace(entry.record.epoch, entry.record.seq);
    else if (!counts.low)
      counts.low = entry.record.seq;
  }
  counts.bytes = counts.used = used_;
  counts.bound = bound_.bytes;
  for (const auto& [range, told] : dropped_) counts.dropped += range.upto - range.from + 1;
  return counts;
}

std::size_t MemoryStore::move(const std::string& epoch, SeqRange range, RecordState except, RecordState to) {
  std::size_t moved = 0;
  for (auto found = ids_.lower_bound({epoch, range.from});
       found != ids_.end() && found->first.first == epoch && found->first.second <= range.upto; ++found) {
    Entry& entry = entries_.at(found->second);
    if (entry.state == except) continue;
    entry.state = to;
    ++moved;
  }
  return moved;
}

}  // namespace liftbox
