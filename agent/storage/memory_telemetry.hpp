#pragma once

#include <map>

#include "agent/ports/telemetry_store.hpp"

namespace liftbox {

/// Waiting telemetry in memory only, for tests and simulations: gone with the process.
class MemoryTelemetry final : public TelemetryStore {
 public:
  Standing telemetry_standing() override;
  Standing keep_telemetry(const Keep& keep) override;
  std::vector<TelemetryBatch> waiting_telemetry(std::int64_t after, std::size_t limit) override;
  Standing telemetry_accepted(std::span<const std::int64_t> ids) override;
  Standing telemetry_loss_told(const TelemetryLoss& told) override;

 private:
  std::map<std::int64_t, TelemetryBatch> waiting_;
  std::int64_t newest_id_ = 0;
  TelemetryLoss loss_;
};

}  // namespace liftbox
