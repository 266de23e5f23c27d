#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "agent/ports/event_store.hpp"
#include "agent/storage/database.hpp"
#include "agent/storage/lock_file.hpp"
#include "agent/storage/record_rows.hpp"

namespace liftbox {

/// The store while it is open: its locked file, and beside it what would be slow to ask the file again and
/// again. The two change together or not at all.
class OpenStore {
 public:
  /// Makes what is not there; throws StoreError where the directory or the file cannot be used.
  explicit OpenStore(const std::filesystem::path& directory);

  /// Where the diary stands; begins an epoch if there is none.
  StoreHead head();

  /// All of the work or nothing of it.
  template <class Work>
  void transact(Work work) {
    const Standing before = now_;
    try {
      Transaction transaction{database_};
      work();
      transaction.commit();
    } catch (...) {
      now_ = before;
      throw;
    }
  }

  // Within a transaction:
  void append(const Record& record);
  void save_memory(const std::string& json);
  /// Runs an UPDATE … RETURNING class that takes records from one state to another. Returns how many.
  std::size_t move(Statement& update, RecordState from, RecordState to);
  std::size_t move(const std::string& epoch, std::span<const SeqRange> ranges, RecordState from,
                   RecordState to);

  StoreCounts counts();
  Database& database() { return database_; }

 private:
  struct Standing {
    Seq newest = 0;
    std::array<ClassCounts, record_classes.size()> by_class{};
  };
  void check();
  void begin_or_continue_epoch(StoreHead& head);
  void read_memory(StoreHead& head);
  void count_records();
  void refuse_other_bytes(const Record& record);
  ClassCounts& counts_of(std::int64_t record_class);

  LockFile lock_;
  Database database_;
  std::optional<Statement> insert_;
  std::optional<Statement> remember_;
  std::int64_t epoch_ = 0;  ///< its number in the file
  std::string epoch_uuid_;
  Standing now_;
};

}  // namespace liftbox
