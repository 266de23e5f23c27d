#include "agent/storage/sqlite_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "agent/storage/open_store.hpp"
#include "agent/storage/row_sums.hpp"
#include "agent/storage/salvage.hpp"
#include "agent/storage/store_check.hpp"
#include "agent/storage/telemetry_rows.hpp"

namespace liftbox {
namespace {

std::filesystem::path make_directory(const std::filesystem::path& directory) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(directory, error);
  if (error)
    throw StoreError{fmt::format("{}: {}; the store needs a directory that it can write", directory.string(),
                                 error.message())};
  if (made) std::filesystem::permissions(directory, std::filesystem::perms{0750}, error);
  return directory;
}

}  // namespace

SqliteStore::SqliteStore(std::filesystem::path directory) : SqliteStore{std::move(directory), Settings{}} {}
SqliteStore::SqliteStore(std::filesystem::path directory, Settings settings)
    : directory_{std::move(directory)}, settings_{std::move(settings)} {}
SqliteStore::~SqliteStore() = default;

StoreHead SqliteStore::open(Moment now) {
  make_directory(directory_);
  if (!lock_) lock_.emplace(directory_ / "records.lock");
  finish_salvage(directory_ / "records.sqlite");
  auto opening = std::make_unique<OpenStore>(directory_ / "records.sqlite", settings_.bound);
  StoreHead head = opening->head(settings_.box, why_anew_);
  close();
  telemetry_ = std::make_unique<TelemetryRows>(opening->database());
  walk_ = std::make_unique<StoreWalk>(opening->database());
  open_ = std::move(opening);
  newest_id_ = open_->newest_id();
  why_anew_.clear();
  // Monotonic time may have started anew since they were accepted. A disk that cannot write this can still be
  // read.
  Statement again{open_->database(),
                  fmt::format("UPDATE record SET {} WHERE state = 1", set_marks("state", "attempts", "?1"))};
  again.bind(1, to_sql(now + resend_after(0))).run();
  return head;
}

/// The lock stays: nobody else may come in between.
void SqliteStore::close() {
  walk_.reset();
  telemetry_.reset();
  open_.reset();
}

void SqliteStore::take_over(const MemoryStore& memory) {
  open_->transact([&] { open_->take_over(memory, settings_.box); });
  newest_id_ = open_->newest_id();
}

void SqliteStore::look_over() {
  constexpr std::int64_t slice = 500;
  walk_->look_at(slice);
}

void SqliteStore::commit(const Commit& commit) {
  open_->transact([&] {
    for (const Record& record : commit.records) open_->append(record);
    if (commit.memory) open_->save_memory(*commit.memory);
    if (commit.drop) open_->drop(*commit.drop);
  });
  newest_id_ = open_->newest_id();
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
                     fmt::format("UPDATE record SET {} WHERE id = ?3 AND state = 0 RETURNING class",
                                 set_marks("?1", "attempts + 1", "?2"))};
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
    Statement update{open_->database(),
                     fmt::format("UPDATE record SET {} WHERE state = 1 AND resend_at <= ? RETURNING class",
                                 set_marks("0", "attempts", "NULL"))};
    again = open_->move(update.bind(1, to_sql(now)), RecordState::accepted, RecordState::waiting);
  });
  return again;
}

std::optional<Drop> SqliteStore::to_drop(std::int64_t wall_ms) {
  while (open_->excess() > 0 && telemetry_->drop_half()) {
  }
  return open_->to_drop(wall_ms);
}

Holding SqliteStore::holding(const std::string& epoch, SeqRange range) {
  return open_->holding(epoch, range);
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
