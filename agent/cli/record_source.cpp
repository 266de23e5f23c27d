#include "agent/cli/record_source.hpp"

#include <fstream>
#include <istream>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/fields.hpp"
#include "agent/storage/store_reader.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;

constexpr int records_at_once = 200;
constexpr std::string_view sqlite_begins{"SQLite format 3"};  // https://www.sqlite.org/fileformat2.html, 1.3

}  // namespace

void records_of_daemon(const std::string& socket, std::int64_t since_ms, const EachRecord& each) {
  control::Client client{socket};
  json wanted{{"after_id", 0}, {"since_ms", since_ms}, {"limit", records_at_once}};
  for (;;) {
    const json answer = client.call("events", wanted);
    const json& records = screen::member(answer, "records");
    if (records.empty()) return;
    for (const json& entry : records)
      if (!each({screen::text(entry, "record")})) return;
    // a record may bear an older time than the one before it: only the first page is found by time
    wanted = {{"after_id", records.back().at("id")}, {"limit", records_at_once}};
  }
}

void records_of_store(const std::string& file, std::int64_t since_ms, const EachRecord& each) {
  read_store(file, since_ms, [&](const Record& record, const std::string& damage) {
    const std::string columns = columns_differ(record);
    return each({record.bytes, record.hash,
                 !columns.empty() ? "its columns do not say what its bytes say: " + columns : damage});
  });
}

void records_of_lines(std::istream& lines, const EachRecord& each) {
  for (std::string line; std::getline(lines, line);)
    if (!each({std::move(line)})) return;
}

bool is_store_file(const std::string& file) {
  std::string begin(sqlite_begins.size(), '\0');
  std::ifstream{file, std::ios::binary}.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return begin == sqlite_begins;
}

}  // namespace liftbox::cli
