#include "agent/storage/salvaged_telemetry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>
#include <vector>

#include "agent/storage/row_sums.hpp"

namespace liftbox {
namespace {

constexpr std::size_t batch_columns = 7;
constexpr std::size_t loss_columns = 5;  ///< before schema 4
constexpr std::size_t account_columns = 10;
constexpr std::size_t sum_of_loss = 4;

/// Over the other columns; the first one is the row's number and not written again.
bool has_sum(const ScannedRow& row, std::size_t sum_column) {
  const auto* const written = std::get_if<std::int64_t>(&row.columns[sum_column]);
  RowSum sum;
  sum.add(row.id);
  for (std::size_t i = 1; i < row.columns.size(); ++i)
    if (i != sum_column) sum.add(row.columns[i]);
  return written != nullptr && sum.value() == *written;
}

std::int64_t number(const Column& column) {
  const auto* const value = std::get_if<std::int64_t>(&column);
  return value != nullptr ? *value : 0;
}

TelemetryLoss loss_of(const std::vector<Column>& columns) {
  return {static_cast<std::uint64_t>(number(columns[1])), number(columns[2]), number(columns[3])};
}

TelemetryAccount account_of(const std::vector<Column>& columns) {
  return {.values = static_cast<std::uint64_t>(number(columns[5])),
          .first_id = number(columns[6]),
          .newest_id = number(columns[7]),
          .from_ms = number(columns[8]),
          .upto_ms = number(columns[9]),
          .lost = loss_of(columns)};
}

}  // namespace

SalvagedTelemetry::SalvagedTelemetry(Database& database)
    : database_{database},
      keep_{
          database_,
          "INSERT OR IGNORE INTO telemetry (id, value_count, first_ms, last_ms, bytes, payload, sum) VALUES "
          "(?1, ?2, ?3, ?4, ?5, ?6, row_sum(?1, ?2, ?3, ?4, ?5, ?6))"} {}

bool SalvagedTelemetry::take(const ScannedRow& row) {
  const std::vector<Column>& columns = row.columns;
  if (columns.size() == batch_columns && has_sum(row, batch_columns - 1)) {
    const auto* const payload = std::get_if<std::string>(&columns[5]);
    if (payload == nullptr) return false;
    if (!row.in_use) return true;  // taken by the broker long ago, or in another page now
    for (std::size_t i = 1; i <= 4; ++i) keep_.bind(static_cast<int>(i) + 1, number(columns[i]));
    keep_.bind(1, row.id).bind(6, *payload).run();
    return true;
  }
  if ((columns.size() != loss_columns && columns.size() != account_columns) || !has_sum(row, sum_of_loss))
    return false;
  lost_before_ = loss_of(columns);
  if (columns.size() == account_columns) should_wait_ = account_of(columns);
  return true;
}

SalvagedTelemetry::Carried SalvagedTelemetry::carried() {
  Carried all;
  Statement batches{database_, "SELECT id, first_ms, last_ms, value_count FROM telemetry ORDER BY id"};
  std::optional<std::int64_t> next;
  if (should_wait_) next = should_wait_->first_id;
  std::int64_t ended_ms = should_wait_ ? should_wait_->from_ms : 0;
  while (batches.step()) {
    const std::int64_t id = batches.integer(0);
    if (next && id > *next)
      all.holes.add(TelemetryLoss{static_cast<std::uint64_t>(id - *next), ended_ms, batches.integer(1)});
    next = id + 1;
    ended_ms = batches.integer(2);
    ++all.standing.batches;
    all.standing.values += static_cast<std::uint64_t>(batches.integer(3));
    all.standing.newest_id = id;
  }
  if (should_wait_ && ended_ms != should_wait_->upto_ms)
    all.holes.add(TelemetryLoss{1, ended_ms, should_wait_->upto_ms});
  return all;
}

/// Holes are where something may be missing: batches are also taken by the broker out of turn.
TelemetryLoss SalvagedTelemetry::missing(const Carried& carried) const {
  if (!should_wait_) return carried.holes;
  if (should_wait_->values <= carried.standing.values) return {};
  const std::uint64_t values = should_wait_->values - carried.standing.values;
  if (carried.holes.values == 0) return {values, should_wait_->from_ms, should_wait_->upto_ms};
  return {values, carried.holes.from_ms, carried.holes.upto_ms};
}

std::string SalvagedTelemetry::finish() {
  // Where the list of free pages is what is damaged.
  if (should_wait_)
    database_.execute(fmt::format("DELETE FROM telemetry WHERE id < {}", should_wait_->first_id).c_str());
  Carried all = carried();
  const TelemetryLoss lost = missing(all);
  all.standing.loss = lost_before_;
  all.standing.loss.add(lost);
  if (should_wait_) all.standing.newest_id = std::max(all.standing.newest_id, should_wait_->newest_id);
  write_account(database_, account_of_rows(database_, all.standing));
  if (!should_wait_)
    return fmt::format(
        "{} values of telemetry carried over, at least {} lost: how many waited, or were lost before, is not "
        "known",
        all.standing.values, lost.values);
  if (should_wait_->values == 0) return {};
  return fmt::format("{} values of telemetry carried over, {} lost", all.standing.values, lost.values);
}

}  // namespace liftbox
