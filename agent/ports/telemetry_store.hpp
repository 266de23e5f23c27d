#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "agent/ports/event_store.hpp"
#include "agent/records/telemetry.hpp"

namespace liftbox {

/// The share of the store in which telemetry waits while the broker is away. Every call blocks, is made on
/// the store's Worker, and throws StoreError; each is all or nothing, and durable when it returns.
class TelemetryStore {
 public:
  struct Standing {
    std::int64_t newest_id = 0;  ///< of all that ever waited: the next one is higher
    std::uint64_t batches = 0, values = 0, bytes = 0;
    TelemetryLoss loss{};  ///< nobody has been told of it
  };
  struct Keep {
    std::vector<TelemetryBatch> batches{};
    TelemetryLoss lost{};           ///< before it could come here
    std::uint64_t share_bytes = 0;  ///< the oldest are dropped, and counted as lost, until all fit
    std::int64_t spare_upto = 0;    ///< not these: they are on their way to the broker
  };

  virtual ~TelemetryStore() = default;
  virtual Standing telemetry_standing() = 0;
  virtual Standing keep_telemetry(const Keep& keep) = 0;
  /// With an id above `after`, oldest first.
  virtual std::vector<TelemetryBatch> waiting_telemetry(std::int64_t after, std::size_t limit) = 0;
  /// The broker took them: they go.
  virtual Standing telemetry_accepted(std::span<const std::int64_t> ids) = 0;
  /// A record tells of this loss.
  virtual Standing telemetry_loss_told(const TelemetryLoss& told) = 0;
};

}  // namespace liftbox
