#include "agent/storage/salvaged_telemetry.hpp"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <variant>

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
  if (row.columns.size() != batch_columns && row.columns.size() != loss_columns) return false;
  const bool loss = row.columns.size() == loss_columns;
  const auto* const payload = loss ? nullptr : std::get_if<std::string>(&row.columns[batch_columns - 2]);
  if (!has_sum(row) || (!loss && payload == nullptr)) return false;
  Statement& insert = loss ? lost_ : keep_;
  if (!loss) insert.bind(1, row.id);
  const int first = loss ? 1 : 2;
  const std::size_t numbers = loss ? 3 : 4;
  for (std::size_t i = 0; i < numbers; ++i)
    insert.bind(first + static_cast<int>(i), number(row.columns[i + 1]));
  if (!loss) insert.bind(static_cast<int>(batch_columns) - 1, *payload);
  insert.run();
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
