#pragma once

#include <optional>

#include "agent/ports/telemetry_store.hpp"
#include "agent/storage/database.hpp"

namespace liftbox {

/// What waits in `telemetry`, and what was lost and is not told yet: the one row by which a damaged file can
/// be held to what was in it.
struct TelemetryAccount {
  std::uint64_t values = 0;
  std::int64_t first_id = 1;              ///< batches below it wait no more
  std::int64_t newest_id = 0;             ///< of all that ever waited
  std::int64_t from_ms = 0, upto_ms = 0;  ///< wall time where the first batch begins and the last one ends
  TelemetryLoss lost{};
  bool operator==(const TelemetryAccount&) const = default;
};

/// Nothing: the row is not there.
std::optional<TelemetryAccount> read_account(Database& database);
/// Within the transaction that changes what it tells of.
void write_account(Database& database, const TelemetryAccount& account);
/// Of what stands in the table; it is not counted again.
TelemetryAccount account_of_rows(Database& database, const TelemetryStore::Standing& standing);

}  // namespace liftbox
