#pragma once

#include <map>

#include "agent/ports/event_store.hpp"
#include "agent/storage/record_rows.hpp"

namespace liftbox {

/// The diary in memory only, for tests and simulations: gone with the process.
class MemoryStore final : public EventStore {
 public:
  StoreHead open(Moment now) override;
  void commit(const Commit& commit) override;
  std::vector<StoredRecord> waiting(RecordClass record_class, std::int64_t after, std::size_t limit) override;
  std::optional<StoredRecord> find(const std::string& epoch, Seq seq) override;
  std::vector<StoredRecord> query(const RecordQuery& query) override;
  void accepted(std::span<const std::int64_t> ids, bool receipts, Moment now) override;
  std::size_t received(const std::string& epoch, std::span<const SeqRange> ranges) override;
  std::size_t resend(const std::string& epoch, SeqRange range) override;
  std::size_t requeue_overdue(Moment now) override;
  StoreCounts counts() override;

 private:
  struct Entry {
    Record record;
    RecordState state = RecordState::waiting;
    std::int64_t attempts = 0;
    Moment resend_at{};
  };
  std::size_t move(const std::string& epoch, SeqRange range, RecordState except, RecordState to);

  std::string epoch_;
  std::map<std::int64_t, Entry> entries_;  ///< by id, which is the sequence number
  std::optional<std::string> memory_;
};

}  // namespace liftbox
