#include "agent/storage/telemetry_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "agent/storage/row_sums.hpp"

namespace liftbox {
namespace {

std::uint64_t size_of(const TelemetryBatch& batch) {
  return batch.payload.size() + telemetry_row_overhead;
}

std::int64_t sql(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}
std::uint64_t count(const Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

}  // namespace

TelemetryRows::TelemetryRows(Database& database) : database_{database} {
  Statement waiting{database_, "SELECT max(id), count(*), sum(value_count), sum(bytes) FROM telemetry"};
  if (waiting.step()) {
    now_.newest_id = waiting.integer(0);
    now_.batches = count(waiting, 1);
    now_.values = count(waiting, 2);
    now_.bytes = count(waiting, 3);
  }
  account_ = read_account(database_).value_or(TelemetryAccount{});
  now_.loss = account_.lost;
  now_.newest_id = std::max(now_.newest_id, account_.newest_id);
  if (account_.values != now_.values)
    throw StoreDamaged{fmt::format("{}: is damaged ({} values of telemetry wait, {} were written)",
                                   database_.file().string(), now_.values, account_.values)};
}

/// File and standing change together or not at all; what stays as it was is not written.
template <class Work>
const TelemetryStore::Standing& TelemetryRows::transact(Work work) {
  const Standing before = now_;
  try {
    Transaction transaction{database_};
    work();
    const TelemetryAccount account = account_of_rows(database_, now_);
    if (account != account_) write_account(database_, account);
    transaction.commit();
    account_ = account;
  } catch (...) {
    now_ = before;
    throw;
  }
  return now_;
}

const TelemetryStore::Standing& TelemetryRows::keep(const TelemetryStore::Keep& keep) {
  return transact([&] {
    for (const TelemetryBatch& batch : keep.batches) insert(batch);
    now_.loss.add(keep.lost);
    drop_oldest(keep.share_bytes, keep.spare_upto, now_.loss);
  });
}

void TelemetryRows::insert(const TelemetryBatch& batch) {
  Statement insert{database_,
                   "INSERT INTO telemetry (id, value_count, first_ms, last_ms, bytes, payload, sum) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, row_sum(?1, ?2, ?3, ?4, ?5, ?6))"};
  insert.bind(1, batch.id).bind(2, sql(batch.values)).bind(3, batch.first_ms).bind(4, batch.last_ms);
  insert.bind(5, sql(size_of(batch))).bind(6, batch.payload).run();
  now_.newest_id = std::max(now_.newest_id, batch.id);
  ++now_.batches;
  now_.values += batch.values;
  now_.bytes += size_of(batch);
}

void TelemetryRows::drop_oldest(std::uint64_t share_bytes, std::int64_t spare_upto, TelemetryLoss& lost) {
  Statement oldest{database_,
                   "SELECT id, value_count, bytes, first_ms, last_ms FROM telemetry WHERE id > ? "
                   "ORDER BY id LIMIT 1"};
  while (now_.bytes > share_bytes && oldest.bind(1, spare_upto).step()) {
    const TelemetryLoss row{count(oldest, 1), oldest.integer(3), oldest.integer(4)};
    const std::int64_t id = oldest.integer(0);
    const std::uint64_t bytes = count(oldest, 2);
    oldest.run();
    remove(id, row.values, bytes);
    lost.add(row);
  }
}

void TelemetryRows::remove(std::int64_t id, std::uint64_t values, std::uint64_t bytes) {
  Statement{database_, "DELETE FROM telemetry WHERE id = ?"}.bind(1, id).run();
  --now_.batches;
  now_.values -= values;
  now_.bytes -= bytes;
}

std::vector<TelemetryBatch> TelemetryRows::waiting(std::int64_t after, std::size_t limit) {
  Statement select{database_,
                   fmt::format("SELECT id, value_count, first_ms, last_ms, payload, sum = {} FROM telemetry "
                               "WHERE id > ? ORDER BY id LIMIT ?",
                               telemetry_sum)};
  select.bind(1, after).bind(2, static_cast<std::int64_t>(limit));
  std::vector<TelemetryBatch> found;
  while (select.step()) {
    if (select.integer(5) != 1)
      throw StoreDamaged{fmt::format("{}: is damaged (telemetry {} does not have its checksum)",
                                     database_.file().string(), select.integer(0))};
    found.push_back(
        {select.integer(0), count(select, 1), select.integer(2), select.integer(3), select.text(4)});
  }
  return found;
}

const TelemetryStore::Standing& TelemetryRows::accepted(std::span<const std::int64_t> ids) {
  return transact([&] {
    Statement find{database_, "SELECT value_count, bytes FROM telemetry WHERE id = ?"};
    for (const std::int64_t id : ids) {
      if (!find.bind(1, id).step()) continue;
      const std::uint64_t values = count(find, 0);
      const std::uint64_t bytes = count(find, 1);
      find.run();
      remove(id, values, bytes);
    }
  });
}

bool TelemetryRows::drop_half() {
  if (now_.batches == 0) return false;
  transact([&] { drop_oldest(now_.bytes / 2, 0, now_.loss); });
  return true;
}

const TelemetryStore::Standing& TelemetryRows::loss_told(const TelemetryLoss& told) {
  return transact([&] { now_.loss.told(told); });
}

}  // namespace liftbox
