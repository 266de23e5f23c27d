#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "agent/ports/event_store.hpp"
#include "agent/storage/database.hpp"
#include "agent/storage/dropped_rows.hpp"
#include "agent/storage/record_rows.hpp"

namespace liftbox {

class MemoryStore;

/// The store while it is open: its file, and beside it what would be slow to ask the file again and again.
/// The two change together or not at all.
class OpenStore {
 public:
  /// Makes what is not there; throws StoreError where the directory or the file cannot be used.
  explicit OpenStore(const std::filesystem::path& file, StoreBound bound = {});

  /// Where the diary stands; begins an epoch if there is none, the newest was begun on another box, or there
  /// is a reason to.
  StoreHead head(const std::string& box, const std::string& why_anew = {});

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
  void drop(const Drop& drop);
  /// Goes on with the epoch that memory has.
  void take_over(const MemoryStore& memory, const std::string& box);
  /// Runs an UPDATE … RETURNING class that takes records from one state to another. Returns how many.
  std::size_t move(Statement& update, RecordState from, RecordState to);
  std::size_t move(const std::string& epoch, std::span<const SeqRange> ranges, RecordState from,
                   RecordState to);

  /// How much more there is than the bound allows.
  std::uint64_t excess();
  std::optional<Drop> to_drop(std::int64_t wall_ms);
  Holding holding(const std::string& epoch, SeqRange range);
  StoreCounts counts();
  std::int64_t newest_id() const { return now_.newest_id; }
  Database& database() { return database_; }

 private:
  struct Standing {
    Seq newest = 0;
    std::int64_t newest_id = 0;
    std::uint64_t dropped = 0;
    std::array<ClassCounts, record_classes.size()> by_class{};
  };
  void begin_epoch(StoreHead& head, const std::string& box, const std::string& why);
  void begin_epoch(const std::string& uuid, const std::string& box);
  std::int64_t insert(std::int64_t id, std::int64_t epoch, const Record& record);
  void mark(std::int64_t id, std::int64_t record_class, RecordState from, RecordState to);
  void read_head(StoreHead& head);
  void name_box(const std::string& box);
  void read_memory(StoreHead& head);
  void count_records();
  void count_dropped();
  void refuse_other_bytes(const Record& record);
  bool there_are(DropStep step);
  std::uint64_t used();
  ClassCounts& counts_of(std::int64_t record_class);

  Database database_;
  StoreBound bound_;
  std::optional<Statement> insert_;
  std::optional<Statement> remember_;
  std::optional<Statement> used_pages_;
  std::optional<DroppedRows> dropped_;
  std::int64_t page_bytes_ = 0;
  std::int64_t epoch_ = 0;  ///< its number in the file
  std::string epoch_uuid_;
  Standing now_;
};

}  // namespace liftbox
