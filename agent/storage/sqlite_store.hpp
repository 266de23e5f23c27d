#pragma once

#include <filesystem>
#include <memory>

#include "agent/ports/event_store.hpp"

namespace liftbox {

class OpenStore;

/// The diary in a SQLite file, `records.sqlite` in a directory of its own: WAL, one writer, synchronous=FULL,
/// so that what was committed survives a power cut. A lock beside it keeps a second daemon out.
class SqliteStore final : public EventStore {
 public:
  explicit SqliteStore(std::filesystem::path directory);
  ~SqliteStore() override;

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
  std::filesystem::path directory_;
  std::unique_ptr<OpenStore> open_;  ///< once it is open
};

}  // namespace liftbox
