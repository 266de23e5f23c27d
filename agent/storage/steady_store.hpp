#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "agent/ports/clock.hpp"
#include "agent/ports/event_store.hpp"
#include "agent/ports/refuge.hpp"
#include "agent/ports/telemetry_store.hpp"
#include "agent/storage/memory_store.hpp"
#include "agent/storage/memory_telemetry.hpp"
#include "agent/storage/salvage.hpp"
#include "agent/storage/sqlite_store.hpp"

namespace liftbox {

/// The box's store, which no disk can stop: on it while it works, in memory while it does not. A damaged file
/// is set aside and what is good in it carried over.
class SteadyStore final : public EventStore, public TelemetryStore, public Refuge {
 public:
  SteadyStore(std::filesystem::path directory, SqliteStore::Settings settings, const Clock& clock);

  /// Throws StoreInUse, and nothing else.
  StoreHead open(Moment now) override;
  void take_refuge(const std::string& epoch) override;
  std::string leave_refuge(Moment now) override;
  /// Looks at a slice of the file. Throws StoreDamaged.
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
  EventStore& records();
  TelemetryStore& telemetry();
  StoreHead open_disk(Moment now, bool anew);
  StoreHead open_in_memory(const std::string& why);
  void load_what_waits();
  void carry_telemetry();
  template <class Work>
  auto watched(Work work);

  std::filesystem::path directory_;
  const Clock& clock_;
  SqliteStore disk_;
  std::optional<MemoryStore> memory_;  ///< while the disk cannot
  std::optional<MemoryTelemetry> memory_telemetry_;
  std::string damage_;        ///< seen while it was open; empty: none
  std::string salvaged_;      ///< what became of it
  std::optional<Drop> lost_;  ///< in a damaged file, and not told yet
};

}  // namespace liftbox
