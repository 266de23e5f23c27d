#pragma once

#include "agent/ports/telemetry_store.hpp"
#include "agent/storage/database.hpp"
#include "agent/storage/telemetry_account.hpp"

namespace liftbox {

/// What a batch takes up in the file beside its payload, about.
inline constexpr std::uint64_t telemetry_row_overhead = 40;

/// The telemetry that waits in the store's file, and how much of it there is.
class TelemetryRows {
 public:
  using Standing = TelemetryStore::Standing;

  /// Throws StoreDamaged where less or more waits than was written to wait.
  explicit TelemetryRows(Database& database);

  const Standing& standing() const { return now_; }
  const Standing& keep(const TelemetryStore::Keep& keep);
  std::vector<TelemetryBatch> waiting(std::int64_t after, std::size_t limit);
  const Standing& accepted(std::span<const std::int64_t> ids);
  const Standing& loss_told(const TelemetryLoss& told);
  /// Room is needed for records. False: there is none of it.
  bool drop_half();

 private:
  template <class Work>
  const Standing& transact(Work work);
  void insert(const TelemetryBatch& batch);
  void drop_oldest(std::uint64_t share_bytes, std::int64_t spare_upto, TelemetryLoss& lost);
  void remove(std::int64_t id, std::uint64_t values, std::uint64_t bytes);

  Database& database_;
  Standing now_;
  TelemetryAccount account_;  ///< as it is in the file
};

}  // namespace liftbox
