#pragma once

#include <string>

#include "agent/storage/database.hpp"
#include "agent/storage/page_scan.hpp"

namespace liftbox {

/// Telemetry that waits in a damaged file, and what it says was lost before: rows with their checksum.
class SalvagedTelemetry {
 public:
  /// `database`: the store that is made anew.
  explicit SalvagedTelemetry(Database& database);

  /// Within a transaction. False: it is no row of telemetry.
  bool take(const ScannedRow& row);
  /// Once that is over. Batches are numbered one by one: of one that is missing between two others it is
  /// known when its values were taken, not how many there were. It counts as one value, so that the loss is
  /// told. Returns what came of it in words; empty: there was no telemetry.
  std::string finish();

 private:
  Database& database_;
  Statement keep_;
  Statement lost_;
};

}  // namespace liftbox
