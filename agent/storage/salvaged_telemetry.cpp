#include "agent/storage/salvaged_telemetry.hpp"

#include <fmt/format.h>

#include <limits>
#include <variant>
#include <vector>

#include "agent/storage/row_sums.hpp"
#include "agent/storage/telemetry_rows.hpp"

namespace liftbox {
namespace {

constexpr std::size_t batch_columns = 7;
constexpr std::size_t loss_columns = 5;

/// The last column is the sum over the others; the first one is the row's number and not written again.
bool has_sum(const ScannedRow& row) {
  const auto* const written = std::get_if<std::int64_t>(&row.columns.back());
  RowSum sum;
  sum.add(row.id);
  for (std::size_t i = 1; i + 1 < row.columns.size(); ++i) sum.add(row.columns[i]);
  return written != nullptr && sum.value() == *written;
}

std::int64_t number(const Column& column) {
  const auto* const value = std::get_if<std::int64_t>(&column);
  return value != nullptr ? *value : 0;
}

}  // namespace

SalvagedTelemetry::SalvagedTelemetry(Database& database)
    : database_{database},
      keep_{
          database_,
          "INSERT OR IGNORE INTO telemetry (id, value_count, first_ms, last_ms, bytes, payload, sum) VALUES "
          "(?1, ?2, ?3, ?4, ?5, ?6, row_sum(?1, ?2, ?3, ?4, ?5, ?6))"},
      lost_{database_,
            "INSERT OR IGNORE INTO telemetry_loss (one, value_count, from_ms, upto_ms, sum) VALUES (1, ?1, "
            "?2, ?3, row_sum(1, ?1, ?2, ?3))"} {}

bool SalvagedTelemetry::take(const ScannedRow& row) {
  const std::vector<Column>& columns = row.columns;
  if (columns.size() == batch_columns && has_sum(row)) {
    const auto* const payload = std::get_if<std::string>(&columns[5]);
    if (payload == nullptr) return false;
    for (std::size_t i = 1; i <= 4; ++i) keep_.bind(static_cast<int>(i) + 1, number(columns[i]));
    keep_.bind(1, row.id).bind(6, *payload).run();
    return true;
  }
  if (columns.size() != loss_columns || !has_sum(row)) return false;
  lost_.bind(1, number(columns[1])).bind(2, number(columns[2])).bind(3, number(columns[3])).run();
  return true;
}

std::string SalvagedTelemetry::finish() {
  TelemetryLoss missing;
  Statement batches{database_, "SELECT id, first_ms, last_ms FROM telemetry ORDER BY id"};
  std::int64_t kept = 0;
  std::int64_t before = 0;
  std::int64_t ended_ms = 0;
  while (batches.step()) {
    const std::int64_t id = batches.integer(0);
    if (kept > 0 && id > before + 1)
      missing.add(TelemetryLoss{static_cast<std::uint64_t>(id - before - 1), ended_ms, batches.integer(1)});
    before = id;
    ended_ms = batches.integer(2);
    ++kept;
  }
  if (kept == 0) return {};
  if (missing.values > 0)
    TelemetryRows{database_}.keep(
        {.batches = {}, .lost = missing, .share_bytes = std::numeric_limits<std::uint64_t>::max()});
  return fmt::format("{} batches of telemetry carried over, {} lost", kept, missing.values);
}

}  // namespace liftbox
