#include "agent/storage/sqlite_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "agent/storage/open_store.hpp"
#include "agent/storage/telemetry_rows.hpp"

namespace liftbox {

SqliteStore::SqliteStore(std::filesystem::path directory) : directory_{std::move(directory)} {}
SqliteStore::~SqliteStore() = default;

StoreHead SqliteStore::open(Moment now) {
  auto opening = std::make_unique<OpenStore>(directory_);
  StoreHead head = opening->head();
  // Monotonic time may have started anew since they were accepted.
  Statement again{opening->database(), "UPDATE record SET resend_at = ? WHERE state = 1"};
  again.bind(1, to_sql(now + resend_after(0))).run();
  telemetry_ = std::make_unique<TelemetryRows>(opening->database());
  open_ = std::move(opening);
  return head;
}

void SqliteStore::commit(const Commit& commit) {
  open_->transact([&] {
    for (const Record& record : commit.records) open_->append(record);
    if (commit.memory) open_->save_memory(*commit.memory);
  });
}

std::vector<StoredRecord> SqliteStore::waiting(RecordClass record_class, std::int64_t after,
                                               std::size_t limit) {
  Statement select{open_->database(),
                   fmt::format("SELECT {} WHERE record.class = ? AND record.id > ? AND record.state = 0 "
                               "ORDER BY record.id LIMIT ?",
                               record_columns)};
  select.bind(1, to_sql(record_class)).bind(2, after).bind(3, static_cast<std::int64_t>(limit));
  return read_records(select);
}

std::optional<StoredRecord> SqliteStore::find(const std::string& epoch, Seq seq) {
  Statement select{open_->database(),
                   fmt::format("SELECT {} WHERE epoch.uuid = ? AND record.seq = ?", record_columns)};
  select.bind(1, epoch).bind(2, to_sql(seq));
  auto found = read_records(select);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<StoredRecord> SqliteStore::query(const RecordQuery& query) {
  // Only what is asked for is named: SQLite takes an index by the words, before it sees the values.
  std::string sql = fmt::format("SELECT {} WHERE record.id > ?1 AND record.time_ms >= ?2", record_columns);
  if (query.record_class) sql += " AND record.class = ?3";
  if (!query.type.empty()) sql += " AND record.type = ?4";
  if (!query.incident.empty()) sql += " AND record.incident = ?5";
  sql += query.newest ? " ORDER BY record.id DESC LIMIT ?6" : " ORDER BY record.id LIMIT ?6";
  Statement select{open_->database(), sql};
  select.bind(1, query.after_id).bind(2, query.since_ms);
  if (query.record_class) select.bind(3, to_sql(*query.record_class));
  select.bind(4, query.type).bind(5, query.incident).bind(6, static_cast<std::int64_t>(query.limit));
  auto found = read_records(select);
  if (query.newest) std::reverse(found.begin(), found.end());
  return found;
}

void SqliteStore::accepted(std::span<const std::int64_t> ids, bool receipts, Moment now) {
  const RecordState next = receipts ? RecordState::accepted : RecordState::done;
  open_->transact([&] {
    Statement attempts{open_->database(), "SELECT attempts FROM record WHERE id = ?"};
    Statement update{open_->database(),
                     "UPDATE record SET state = ?, attempts = attempts + 1, resend_at = ? WHERE id = ? AND "
                     "state = 0 RETURNING class"};
    for (const std::int64_t id : ids) {
      if (!attempts.bind(1, id).step()) continue;
      const std::int64_t sent = attempts.integer(0);
      attempts.run();
      update.bind(1, to_sql(next)).bind(2, to_sql(now + resend_after(sent))).bind(3, id);
      open_->move(update, RecordState::waiting, next);
    }
  });
}

std::size_t SqliteStore::received(const std::string& epoch, std::span<const SeqRange> ranges) {
  std::size_t done = 0;
  open_->transact([&] {
    for (const RecordState from : {RecordState::accepted, RecordState::waiting})
      done += open_->move(epoch, ranges, from, RecordState::done);
  });
  return done;
}

std::size_t SqliteStore::resend(const std::string& epoch, SeqRange range) {
  std::size_t again = 0;
  const std::array ranges{range};
  open_->transact([&] {
    for (const RecordState from : {RecordState::accepted, RecordState::done})
      again += open_->move(epoch, ranges, from, RecordState::waiting);
  });
  return again;
}

std::size_t SqliteStore::requeue_overdue(Moment now) {
  std::size_t again = 0;
  open_->transact([&] {
    Statement update{
        open_->database(),
        "UPDATE record SET state = 0, resend_at = NULL WHERE state = 1 AND resend_at <= ? RETURNING class"};
    again = open_->move(update.bind(1, to_sql(now)), RecordState::accepted, RecordState::waiting);
  });
  return again;
}

StoreCounts SqliteStore::counts() {
  return open_->counts();
}

TelemetryStore::Standing SqliteStore::telemetry_standing() {
  return telemetry_->standing();
}
TelemetryStore::Standing SqliteStore::keep_telemetry(const Keep& keep) {
  return telemetry_->keep(keep);
}
std::vector<TelemetryBatch> SqliteStore::waiting_telemetry(std::int64_t after, std::size_t limit) {
  return telemetry_->waiting(after, limit);
}
TelemetryStore::Standing SqliteStore::telemetry_accepted(std::span<const std::int64_t> ids) {
  return telemetry_->accepted(ids);
}
TelemetryStore::Standing SqliteStore::telemetry_loss_told(const TelemetryLoss& told) {
  return telemetry_->loss_told(told);
}

}  // namespace liftbox
