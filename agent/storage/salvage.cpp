#include "agent/storage/salvage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "agent/records/rfc3339.hpp"
#include "agent/records/sha256.hpp"
#include "agent/storage/dropped_rows.hpp"
#include "agent/storage/page_scan.hpp"
#include "agent/storage/record_rows.hpp"
#include "agent/storage/row_sums.hpp"
#include "agent/storage/salvaged_telemetry.hpp"
#include "agent/storage/schema.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t columns_with_sum = 13;
constexpr std::size_t most_lost_ranges = 200;
constexpr std::size_t kept_aside = 2;

std::string text_of(const Column& column) {
  if (const auto* const text = std::get_if<std::string>(&column)) return *text;
  if (const auto* const blob = std::get_if<Blob>(&column)) return blob->bytes;
  return {};
}

bool has_hash(const Column& bytes, const Column& hash) {
  const auto* const blob = std::get_if<Blob>(&hash);
  return blob != nullptr && blob->bytes.size() == Sha256{}.size() &&
         sha256(text_of(bytes)) == to_hash(blob->bytes);
}

/// A record by its bytes alone: they have their hash.
std::optional<Record> record_of(const std::string& bytes) {
  const json body = json::parse(bytes, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  const auto says = [&body](const char* member) {
    const auto found = body.find(member);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
  };
  Record record;
  record.epoch = says("epoch");
  const auto seq = body.find("seq");
  if (record.epoch.empty() || seq == body.end() || !seq->is_number_unsigned()) return std::nullopt;
  record.seq = seq->get<Seq>();
  record.record_class = find_record_class(says("severity")).value_or(RecordClass::notice);
  record.type = says("type");
  record.incident = says("incident");
  if (const auto time = parse_rfc3339(says("time"))) record.time_ms = time->ms;
  record.bytes = bytes;
  record.hash = sha256(bytes);
  return record;
}

/// The store that is made anew.
class NewStore {
 public:
  explicit NewStore(const fs::path& file) : database_{file} {
    database_.execute("PRAGMA synchronous = FULL");
    prepare_schema(database_);
    transaction_.emplace(database_);
    telemetry_.emplace(database_);
    insert_.emplace(database_,
                    "INSERT INTO record (id, epoch, seq, class, type, incident, time_ms, bytes, hash, state, "
                    "attempts, resend_at, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, NULL, "
                    "row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?10, ?11, NULL)) ON CONFLICT DO UPDATE SET "
                    "state = min(state, ?10)");
  }

  /// `old`: it may be what a row was before it was changed, and counts only where there is no other.
  void take(const ScannedRow& row, bool old) {
    if (row.columns.size() == 3 && has_hash(row.columns[1], row.columns[2])) return remember(row, old);
    if (!old && telemetry_->take(row)) return;
    if (row.columns.size() + 1 < columns_with_sum || !has_hash(row.columns[7], row.columns[8])) return;
    const auto record = record_of(text_of(row.columns[7]));
    if (!record) return;
    if (old && is_there(*record)) return;
    if (has_sum(row))
      insert(row.id, std::get<std::int64_t>(row.columns[1]), *record, row);
    else
      doubtful_.push_back(*record);
  }

  /// Returns how many records there are.
  std::int64_t finish() {
    for (const Record& record : doubtful_) insert_again(record);
    apply_drops();
    database_.execute(fmt::format("UPDATE record SET sum = {0} WHERE sum <> {0}", record_sum).c_str());
    return database_.number("SELECT count(*) FROM record");
  }
  std::optional<Drop> lost();
  /// In words.
  std::string telemetry() { return telemetry_->finish(); }
  void commit() { transaction_->commit(); }

 private:
  /// Marks are believed with their sum only; a file of an older schema has none.
  static bool has_sum(const ScannedRow& row) {
    const auto is_number = [&](std::size_t i) {
      return std::holds_alternative<std::int64_t>(row.columns[i]);
    };
    if (!is_number(1) || !is_number(9) || !is_number(10)) return false;
    if (row.columns.size() < columns_with_sum) return true;
    RowSum sum;
    sum.add(row.id);
    for (const std::size_t i : {1U, 2U, 3U, 4U, 5U, 6U, 9U, 10U, 11U}) sum.add(row.columns[i]);
    return is_number(12) && sum.value() == std::get<std::int64_t>(row.columns[12]);
  }

  bool is_there(const Record& record) {
    const auto epoch = epochs_.find(record.epoch);
    if (epoch == epochs_.end()) return false;
    return database_.number(fmt::format("SELECT count(*) FROM record WHERE epoch = {} AND seq = {}",
                                        epoch->second, record.seq)
                                .c_str()) != 0;
  }

  void remember(const ScannedRow& row, bool old) {
    if (old && database_.number("SELECT count(*) FROM memory") != 0) return;
    Statement save{database_, "INSERT OR REPLACE INTO memory (one, json, sha256) VALUES (1, ?, ?)"};
    save.bind(1, text_of(row.columns[1])).bind_blob(2, text_of(row.columns[2])).run();
  }

  void insert(std::int64_t id, std::int64_t epoch, const Record& record, const ScannedRow& row) {
    const std::int64_t state = std::clamp<std::int64_t>(std::get<std::int64_t>(row.columns[9]), 0, 2);
    const std::int64_t attempts = std::get<std::int64_t>(row.columns[10]);
    put(id, number_of(record.epoch, epoch), record, state == 1 ? 0 : state, attempts);
  }

  void put(std::int64_t id, std::int64_t epoch, const Record& record, std::int64_t state,
           std::int64_t attempts) {
    if (database_.number(
            fmt::format("SELECT count(*) FROM record WHERE id = {} AND NOT (epoch = {} AND seq = {})", id,
                        epoch, record.seq)
                .c_str()) != 0)
      id = database_.number("SELECT max(id) + 1 FROM record");
    insert_->bind(1, id).bind(2, epoch).bind(3, to_sql(record.seq)).bind(4, to_sql(record.record_class));
    insert_->bind(5, record.type).bind(6, record.incident).bind(7, record.time_ms);
    insert_->bind_blob(8, record.bytes)
        .bind_blob(9, as_blob(record.hash))
        .bind(10, state)
        .bind(11, attempts)
        .run();
  }

  /// Whose row cannot be believed waits again, where it stood.
  void insert_again(const Record& record) {
    const std::int64_t epoch = number_of(record.epoch, 0);
    if (database_.number(
            fmt::format("SELECT count(*) FROM record WHERE epoch = {} AND seq = {}", epoch, record.seq)
                .c_str()) != 0)
      return;
    const std::int64_t before = database_.number(
        fmt::format("SELECT max(id) FROM record WHERE epoch = {} AND seq < {}", epoch, record.seq).c_str());
    put(before + 1, epoch, record, 0, 0);
  }

  /// As it was in the old file, if that is known and free.
  std::int64_t number_of(const std::string& epoch, std::int64_t wanted) {
    const auto known = epochs_.find(epoch);
    if (known != epochs_.end()) return known->second;
    const bool is_free = wanted > 0 && std::none_of(epochs_.begin(), epochs_.end(), [&](const auto& entry) {
                           return entry.second == wanted;
                         });
    const std::int64_t number =
        is_free ? wanted : database_.number("SELECT coalesce(max(number), 0) + 1 FROM epoch");
    Statement begin{database_,
                    "INSERT INTO epoch (number, uuid, box, sum) VALUES (?1, ?2, '', row_sum(?1, ?2, ''))"};
    begin.bind(1, number).bind(2, epoch).run();
    return epochs_[epoch] = number;
  }

  /// What had been dropped may lie in pages that are no longer used.
  void apply_drops() {
    Statement told{database_, "SELECT id, bytes FROM record WHERE type = ? ORDER BY id"};
    told.bind(1, std::string_view{records_dropped_type});
    std::vector<std::pair<std::int64_t, std::vector<DroppedRange>>> all;
    while (told.step()) all.emplace_back(told.integer(0), drop_told(json::parse(told.text(1))).ranges);
    const DroppedRows rows{database_};
    Statement remove{
        database_,
        "DELETE FROM record WHERE epoch = (SELECT number FROM epoch WHERE uuid = ?) AND seq BETWEEN ? "
        "AND ?"};
    for (const auto& [id, ranges] : all) {
      for (const DroppedRange& range : ranges) {
        number_of(range.epoch, 0);
        remove.bind(1, range.epoch).bind(2, to_sql(range.from)).bind(3, to_sql(range.upto)).run();
      }
      rows.note(ranges, id);
    }
  }

  Database database_;
  std::optional<Transaction> transaction_;
  std::optional<Statement> insert_;
  std::optional<SalvagedTelemetry> telemetry_;
  std::map<std::string, std::int64_t> epochs_;
  std::vector<Record> doubtful_;
};

/// Between what is there, and what is known to be dropped.
std::optional<Drop> NewStore::lost() {
  Statement pieces{
      database_,
      "SELECT epoch.uuid, first, last, hash, prev, bytes FROM (SELECT epoch, first, last, hash, prev, "
      "NULL AS bytes FROM dropped UNION ALL SELECT epoch, seq, seq, hash, NULL, bytes FROM record) AS "
      "piece JOIN epoch ON epoch.number = piece.epoch ORDER BY piece.epoch, first"};
  Drop drop;
  drop.why = Drop::Why::damaged;
  DroppedRange before;
  while (pieces.step()) {
    const auto first = static_cast<Seq>(pieces.integer(1));
    if (pieces.text(0) != before.epoch) before = {pieces.text(0), 0, 0, {}, {}};
    if (first > before.upto + 1 && drop.ranges.size() < most_lost_ranges) {
      const Sha256 after = pieces.null(5)
                               ? to_hash(pieces.text(4))
                               : from_hex(json::parse(pieces.text(5)).value("prev", "")).value_or(Sha256{});
      drop.ranges.push_back({before.epoch, before.upto + 1, first - 1, before.hash, after});
      drop.records += first - 1 - before.upto;
    }
    before.upto = static_cast<Seq>(pieces.integer(2));
    before.hash = to_hash(pieces.text(3));
  }
  return drop.ranges.empty() ? std::nullopt : std::optional{std::move(drop)};
}

std::string stamp(WallTime now) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

void rename_or_throw(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error)
    throw StoreError{
        fmt::format("{}: cannot be renamed to {}: {}", from.string(), to.string(), error.message())};
}

fs::path beside(const fs::path& file, const std::string& ending) {
  return file.string() + ending;
}

fs::path set_aside(const fs::path& file, WallTime now) {
  fs::path aside = beside(file, ".damaged-" + stamp(now));
  for (int again = 2; fs::exists(aside); ++again)
    aside = beside(file, fmt::format(".damaged-{}-{}", stamp(now), again));
  rename_or_throw(file, aside);
  std::error_code none;
  fs::rename(beside(file, "-wal"), beside(aside, "-wal"), none);
  fs::remove(beside(file, "-shm"), none);
  return aside;
}

void forget_oldest(const fs::path& file) {
  std::vector<fs::path> aside;
  std::error_code error;
  const std::string begins = file.filename().string() + ".damaged-";
  for (const fs::directory_entry& entry : fs::directory_iterator{file.parent_path(), error})
    if (entry.path().filename().string().starts_with(begins) && !entry.path().string().ends_with("-wal"))
      aside.push_back(entry.path());
  std::sort(aside.begin(), aside.end());
  for (std::size_t i = 0; i + kept_aside < aside.size(); ++i) {
    fs::remove(aside[i], error);
    fs::remove(beside(aside[i], "-wal"), error);
  }
}

}  // namespace

Salvaged salvage(const fs::path& file, WallTime now) {
  const fs::path made = beside(file, ".new");
  std::error_code none;
  for (const char* ending : {"", "-journal", "-wal", "-shm"}) fs::remove(beside(made, ending), none);
  Salvaged salvaged;
  std::int64_t records = 0;
  std::string telemetry;
  {
    NewStore store{made};
    scan_pages(file, Cells::listed, [&](const ScannedRow& row) { store.take(row, false); });
    scan_pages(file, Cells::any, [&](const ScannedRow& row) { store.take(row, true); });
    records = store.finish();
    salvaged.lost = store.lost();
    telemetry = store.telemetry();
    store.commit();
  }
  const fs::path aside = set_aside(file, now);
  rename_or_throw(made, file);
  forget_oldest(file);
  salvaged.words = fmt::format("{} records carried over, {} lost; {}{}the old file is {}", records,
                               salvaged.lost ? salvaged.lost->records : 0, telemetry,
                               telemetry.empty() ? "" : "; ", aside.filename().string());
  return salvaged;
}

void finish_salvage(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error) && fs::exists(beside(file, ".new"), error))
    fs::rename(beside(file, ".new"), file, error);
}

}  // namespace liftbox
