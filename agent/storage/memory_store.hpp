#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "agent/ports/event_store.hpp"
#include "agent/storage/drop_plan.hpp"
#include "agent/storage/record_rows.hpp"

namespace liftbox {

/// The diary in memory only: gone with the process. For tests and simulations, and while there is no disk.
class MemoryStore final : public EventStore {
 public:
  struct Entry {
    Record record;
    RecordState state = RecordState::waiting;
    std::int64_t attempts = 0;
    Moment resend_at{};
  };

  explicit MemoryStore(StoreBound bound = {}) : bound_{bound} {}

  /// Instead of opening it: this epoch, its first record with the id after `newest_id`.
  void begin(const std::string& epoch, std::int64_t newest_id);
  /// A record of an older epoch that waits elsewhere.
  void adopt(const StoredRecord& stored);
  const std::string& epoch() const { return epoch_; }
  const std::map<std::int64_t, Entry>& entries() const { return entries_; }
  const std::optional<std::string>& memory() const { return memory_; }
  /// And which record tells of it.
  const std::vector<std::pair<DroppedRange, std::int64_t>>& dropped() const { return dropped_; }

  StoreHead open(Moment now) override;
  void commit(const Commit& commit) override;
  std::vector<StoredRecord> waiting(RecordClass record_class, std::int64_t after, std::size_t limit) override;
  std::optional<StoredRecord> find(const std::string& epoch, Seq seq) override;
  std::vector<StoredRecord> query(const RecordQuery& query) override;
  void accepted(std::span<const std::int64_t> ids, bool receipts, Moment now) override;
  std::size_t received(const std::string& epoch, std::span<const SeqRange> ranges) override;
  std::size_t resend(const std::string& epoch, SeqRange range) override;
  std::size_t requeue_overdue(Moment now) override;
  std::optional<Drop> to_drop(std::int64_t wall_ms) override;
  Holding holding(const std::string& epoch, SeqRange range) override;
  StoreCounts counts() override;

 private:
  std::size_t move(const std::string& epoch, SeqRange range, RecordState except, RecordState to);
  void check(const Record& record, Seq newest) const;
  void insert(const Record& record);
  void carry_out(const Drop& drop);
  bool may_go(std::int64_t id, const Entry& entry, DropStep step, std::int64_t alarms_before_ms) const;
  std::set<std::string> newest_faults() const;

  StoreBound bound_;
  std::string epoch_;
  std::int64_t newest_id_ = 0;
  std::map<std::int64_t, Entry> entries_;
  std::map<std::pair<std::string, Seq>, std::int64_t> ids_;
  std::uint64_t used_ = 0;
  EpochEnd end_;  ///< of the current epoch
  std::int64_t newest_time_ms_ = 0;
  std::optional<std::string> memory_;
  std::vector<std::pair<DroppedRange, std::int64_t>> dropped_;
};

}  // namespace liftbox
