#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "agent/ports/event_store.hpp"
#include "agent/ports/telemetry_store.hpp"
#include "agent/storage/lock_file.hpp"

namespace liftbox {

class MemoryStore;
class OpenStore;
class StoreWalk;
class TelemetryRows;

/// The diary in a SQLite file, `records.sqlite` in a directory of its own: WAL, one writer, synchronous=FULL,
/// so that what was committed survives a power cut. A lock beside it keeps a second daemon out. Telemetry
/// that waits for the broker is in the same file.
class SqliteStore final : public EventStore, public TelemetryStore {
 public:
  struct Settings {
    StoreBound bound{};
    std::string box{};  ///< tells this machine from another; empty: nobody can tell
  };
  explicit SqliteStore(std::filesystem::path directory);
  SqliteStore(std::filesystem::path directory, Settings settings);
  ~SqliteStore() override;

  StoreHead open(Moment now) override;
  void close();
  bool is_open() const { return open_ != nullptr; }
  /// The next opening begins another epoch, because of this.
  void begin_anew(std::string why) { why_anew_ = std::move(why); }
  /// Known from memory; nothing: it was never open.
  std::optional<std::int64_t> newest_id() const { return newest_id_; }
  /// Takes over an epoch that was kept in memory, and what became of older records meanwhile.
  void take_over(const MemoryStore& memory);
  /// Throws StoreDamaged.
  void look_over() override;
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

  Standing telemetry_standing() override;
  Standing keep_telemetry(const Keep& keep) override;
  std::vector<TelemetryBatch> waiting_telemetry(std::int64_t after, std::size_t limit) override;
  Standing telemetry_accepted(std::span<const std::int64_t> ids) override;
  Standing telemetry_loss_told(const TelemetryLoss& told) override;

 private:
  std::filesystem::path directory_;
  Settings settings_;
  std::optional<LockFile> lock_;
  std::string why_anew_;
  std::optional<std::int64_t> newest_id_;
  std::unique_ptr<OpenStore> open_;           ///< once it is open
  std::unique_ptr<TelemetryRows> telemetry_;  ///< of the open file
  std::unique_ptr<StoreWalk> walk_;
};

}  // namespace liftbox
