#include "agent/storage/store_check.hpp"

#include <fmt/format.h>

#include <string>

#include "agent/storage/record_rows.hpp"
#include "agent/storage/row_sums.hpp"

namespace liftbox {
namespace {

constexpr std::int64_t whole_upto_pages = 2048;  // 8 MiB: 30 ms on a PC, below a second on a gateway
constexpr std::int64_t newest_records = 64;

[[noreturn]] void damaged(const Database& database, const std::string& what) {
  throw StoreDamaged{fmt::format("{}: is damaged ({})", database.file().string(), what)};
}

void check_structure(Database& database, const std::string& pragma) {
  Statement check{database, pragma};
  if (check.step() && check.text(0) == "ok") return;
  // What could not be read is told in the same breath as what is wrong.
  if (check.text(0).find("unable to get the page") != std::string::npos)
    throw StoreError{fmt::format("{}: cannot be read ({}); the disk fails: check it with dmesg, replace it",
                                 database.file().string(), check.text(0))};
  damaged(database, check.text(0));
}

void check_sums(Database& database, std::string_view table, std::string_view sum) {
  const std::string wrong = fmt::format("SELECT count(*) FROM {} WHERE sum <> {}", table, sum);
  if (database.number(wrong.c_str()) != 0)
    damaged(database, fmt::format("a row of {} does not have its checksum", table));
}

void check_small_tables(Database& database) {
  check_sums(database, "epoch", epoch_sum);
  check_sums(database, "dropped", dropped_sum);
  check_sums(database, "telemetry_loss", telemetry_loss_sum);
}

/// Whether the indexes know a record; one that they do not know would never be sent.
class IndexEntries {
 public:
  explicit IndexEntries(Database& database)
      : key_{database,
             "SELECT count(*) FROM record INDEXED BY sqlite_autoindex_record_1 WHERE epoch = (SELECT "
             "number FROM epoch WHERE uuid = ?1) AND seq = ?2 AND id = ?3"},
        incident_{database,
                  "SELECT count(*) FROM record INDEXED BY record_incident WHERE incident = ?1 AND id = ?2"},
        waiting_{database,
                 "SELECT count(*) FROM record INDEXED BY record_waiting WHERE class = ?1 AND id = ?2 AND "
                 "state = 0"},
        open_{database,
              "SELECT count(*) FROM record INDEXED BY record_open WHERE epoch = (SELECT number FROM epoch "
              "WHERE uuid = ?1) AND seq = ?2 AND id = ?3 AND state < 2"},
        overdue_{database,
                 "SELECT count(*) FROM record INDEXED BY record_overdue WHERE resend_at = (SELECT "
                 "resend_at FROM record WHERE id = ?1) AND id = ?1 AND state = 1"} {}

  bool know(const RecordRow& row) {
    const Record& record = row.stored.record;
    const std::int64_t id = row.stored.id;
    if (one(key_.bind(1, record.epoch).bind(2, to_sql(record.seq)).bind(3, id)) &&
        one(incident_.bind(1, record.incident).bind(2, id))) {
      if (row.state == RecordState::done) return true;
      return one(open_.bind(1, record.epoch).bind(2, to_sql(record.seq)).bind(3, id)) &&
             one(row.state == RecordState::waiting ? waiting_.bind(1, to_sql(record.record_class)).bind(2, id)
                                                   : overdue_.bind(1, id));
    }
    return false;
  }

 private:
  static bool one(Statement& count) {
    const bool found = count.step() && count.integer(0) == 1;
    count.run();
    return found;
  }

  Statement key_, incident_, waiting_, open_, overdue_;
};

/// Returns the id of the last one; 0: there is none.
std::int64_t check_records(Database& database, std::int64_t after, std::int64_t limit) {
  Statement rows{database,
                 fmt::format("SELECT {} WHERE record.id > ? ORDER BY record.id LIMIT ?", record_columns)};
  rows.bind(1, after).bind(2, limit);
  IndexEntries entries{database};
  std::int64_t last = 0;
  while (rows.step()) {
    const RecordRow row = read_row(rows);
    if (!row.damage.empty())
      damaged(database,
              fmt::format("record {}:{}: {}", row.stored.record.epoch, row.stored.record.seq, row.damage));
    if (!entries.know(row))
      damaged(database,
              fmt::format("record {}:{} is not in an index", row.stored.record.epoch, row.stored.record.seq));
    last = row.stored.id;
  }
  return last;
}

}  // namespace

void check_at_start(Database& database) {
  if (database.number("PRAGMA page_count") <= whole_upto_pages)
    check_structure(database, "PRAGMA quick_check(1)");
  else
    for (const char* table : {"epoch", "memory", "dropped", "telemetry_loss"})
      check_structure(database, fmt::format("PRAGMA quick_check('{}')", table));
  check_small_tables(database);
  check_records(database, database.number("SELECT max(id) FROM record") - newest_records, newest_records);
}

bool StoreWalk::look_at(std::int64_t records) {
  after_ = check_records(database_, after_, records);
  if (after_ != 0) return false;
  check_small_tables(database_);
  check_sums(database_, "telemetry", telemetry_sum);
  return true;
}

}  // namespace liftbox
