#pragma once

#include <filesystem>
#include <memory>

#include "agent/ports/event_store.hpp"
#include "agent/ports/telemetry_store.hpp"

namespace liftbox {

class OpenStore;
class TelemetryRows;

/// The diary in a SQLite file, `records.sqlite` in a directory of its own: WAL, one writer, synchronous=FULL,
/// so that what was committed survives a power cut. A lock beside it keeps a second daemon out. Telemetry
/// that waits for the broker is in the same file.
class SqliteStore final : public EventStore, public TelemetryStore {
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

  Standing telemetry_standing() override;
  Standing keep_telemetry(const Keep& keep) override;
  std::vector<TelemetryBatch> waiting_telemetry(std::int64_t after, std::size_t limit) override;
  Standing telemetry_accepted(std::span<const std::int64_t> ids) override;
  Standing telemetry_loss_told(const TelemetryLoss& told) override;

 private:
  std::filesystem::path directory_;
  std::unique_ptr<OpenStore> open_;           ///< once it is open
  std::unique_ptr<TelemetryRows> telemetry_;  ///< of the open file
};

}  // namespace liftbox
