#include "agent/storage/memory_store.hpp"

#include "agent/records/uuid.hpp"

namespace liftbox {

StoreHead MemoryStore::open(Moment now) {
  StoreHead head;
  head.fresh = epoch_.empty();
  if (head.fresh) epoch_ = random_uuid();
  head.epoch = epoch_;
  head.memory = memory_;
  for (auto& [id, entry] : entries_)
    if (entry.state == RecordState::accepted) entry.resend_at = now + resend_after(0);
  if (entries_.empty()) return head;
  const Record& newest = entries_.rbegin()->second.record;
  head.seq = newest.seq;
  head.hash = newest.hash;
  head.newest_time_ms = newest.time_ms;
  return head;
}

void MemoryStore::commit(const Commit& commit) {
  auto next = entries_;
  for (const Record& record : commit.records) {
    const Seq newest = next.empty() ? 0 : next.rbegin()->second.record.seq;
    if (record.epoch == epoch_ && record.seq <= newest) {
      const auto same = next.find(to_sql(record.seq));
      if (same != next.end() && same->second.record.hash == record.hash) continue;
      throw StoreError{"memory: the record is there already with other bytes"};
    }
    if (record.epoch != epoch_ || record.seq != newest + 1)
      throw StoreError{"memory: the record does not follow the newest one"};
    next[to_sql(record.seq)].record = record;
  }
  entries_ = std::move(next);
  if (commit.memory) memory_ = commit.memory;
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
  const auto found = entries_.find(to_sql(seq));
  if (epoch != epoch_ || found == entries_.end()) return std::nullopt;
  return StoredRecord{found->first, found->second.record};
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

StoreCounts MemoryStore::counts() {
  StoreCounts counts;
  for (const auto& [id, entry] : entries_) {
    ClassCounts& of = counts.by_class.at(static_cast<std::size_t>(entry.record.record_class));
    ++count_of(of, entry.state);
    if (entry.state != RecordState::done && !counts.low) counts.low = entry.record.seq;
    counts.bytes += entry.record.bytes.size();
  }
  return counts;
}

std::size_t MemoryStore::move(const std::string& epoch, SeqRange range, RecordState except, RecordState to) {
  if (epoch != epoch_) return 0;
  std::size_t moved = 0;
  for (auto& [id, entry] : entries_) {
    if (entry.record.seq < range.from || entry.record.seq > range.upto || entry.state == except) continue;
    entry.state = to;
    ++moved;
  }
  return moved;
}

}  // namespace liftbox
