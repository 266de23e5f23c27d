#include "agent/storage/store_reader.hpp"

#include <fmt/format.h>

#include "agent/storage/database.hpp"
#include "agent/storage/record_rows.hpp"
#include "agent/storage/schema.hpp"

namespace liftbox {
namespace {

constexpr std::int64_t rows_at_once = 500;  // a daemon that writes is not held up for longer

std::int64_t first_id(Database& database, std::int64_t since_ms) {
  Statement first{database, "SELECT min(id) FROM record WHERE time_ms >= ?"};
  first.bind(1, since_ms).step();
  return first.integer(0);
}

}  // namespace

void read_store(const std::filesystem::path& file, std::int64_t since_ms,
                const std::function<bool(const Record& record, const std::string& damage)>& each) {
  Database database{file, Database::Access::read};
  if (!is_store(database))
    throw StoreError{fmt::format("{}: is a database, but no store of a box", file.string())};
  Statement rows{database,
                 fmt::format("SELECT {} WHERE record.id > ? ORDER BY record.id LIMIT ?",
                             has_row_sums(database) ? record_columns : record_columns_without_sums)};
  std::int64_t after = first_id(database, since_ms) - 1;
  for (bool more = true; more;) {
    std::vector<RecordRow> found;
    rows.bind(1, after).bind(2, rows_at_once);
    while (rows.step()) found.push_back(read_row(rows));
    more = !found.empty();
    for (const RecordRow& row : found) {
      if (!each(row.stored.record, row.damage)) return;
      after = row.stored.id;
    }
  }
}

}  // namespace liftbox
