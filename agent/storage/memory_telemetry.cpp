#include "agent/storage/memory_telemetry.hpp"

#include <algorithm>

#include "agent/storage/telemetry_rows.hpp"

namespace liftbox {

TelemetryStore::Standing MemoryTelemetry::telemetry_standing() {
  Standing standing{.newest_id = newest_id_, .loss = loss_};
  for (const auto& [id, batch] : waiting_) {
    ++standing.batches;
    standing.values += batch.values;
    standing.bytes += batch.payload.size() + telemetry_row_overhead;
  }
  return standing;
}

TelemetryStore::Standing MemoryTelemetry::keep_telemetry(const Keep& keep) {
  for (const TelemetryBatch& batch : keep.batches) {
    waiting_.insert_or_assign(batch.id, batch);
    newest_id_ = std::max(newest_id_, batch.id);
  }
  loss_.add(keep.lost);
  for (auto oldest = waiting_.upper_bound(keep.spare_upto);
       oldest != waiting_.end() && telemetry_standing().bytes > keep.share_bytes;
       oldest = waiting_.erase(oldest))
    loss_.add(oldest->second);
  return telemetry_standing();
}

std::vector<TelemetryBatch> MemoryTelemetry::waiting_telemetry(std::int64_t after, std::size_t limit) {
  std::vector<TelemetryBatch> found;
  for (auto next = waiting_.upper_bound(after); next != waiting_.end() && found.size() < limit; ++next)
    found.push_back(next->second);
  return found;
}

TelemetryStore::Standing MemoryTelemetry::telemetry_accepted(std::span<const std::int64_t> ids) {
  for (const std::int64_t id : ids) waiting_.erase(id);
  return telemetry_standing();
}

TelemetryStore::Standing MemoryTelemetry::telemetry_loss_told(const TelemetryLoss& told) {
  loss_.told(told);
  return telemetry_standing();
}

}  // namespace liftbox
