#pragma once

#include <optional>
#include <string>

#include "agent/storage/page_scan.hpp"
#include "agent/storage/telemetry_account.hpp"

namespace liftbox {

/// Telemetry that waits in a damaged file, and what it says was lost before: rows with their checksum.
class SalvagedTelemetry {
 public:
  /// `database`: the store that is made anew.
  explicit SalvagedTelemetry(Database& database);

  /// Within a transaction. False: it is no row of telemetry.
  bool take(const ScannedRow& row);
  /// At its end. What should wait and was not carried over is lost, and will be told. Where the row is gone
  /// that says what should wait, only holes between batches are seen: they are numbered one by one, and each
  /// that is missing counts as one value. Returns what came of it in words; empty: there was no telemetry.
  std::string finish();

 private:
  struct Carried {
    TelemetryStore::Standing standing{};
    TelemetryLoss holes{};  ///< a value for each batch
  };
  Carried carried();
  TelemetryLoss missing(const Carried& carried) const;

  Database& database_;
  Statement keep_;
  std::optional<TelemetryAccount> should_wait_;
  TelemetryLoss lost_before_;
};

}  // namespace liftbox
