#include "agent/cli/export_command.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <vector>

#include "agent/cli/commands.hpp"
#include "agent/cli/csv.hpp"
#include "agent/cli/record_source.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/words.hpp"
#include "agent/cli/since.hpp"
#include "agent/records/dropped.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/seal.hpp"
#include "agent/records/sha256.hpp"
#include "drivers/system/system_clock.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;

constexpr std::array csv_columns{"device", "lift",    "epoch",    "seq",      "time",    "clock",
                                 "type",   "name",    "phase",    "severity", "subject", "incident",
                                 "since",  "gb24476", "evidence", "prev",     "hash"};

std::int64_t moment(const std::string& option, const std::string& text, std::int64_t otherwise) {
  if (text.empty()) return otherwise;
  const auto at = parse_since(text, SystemClock().wall().time_since_epoch().count());
  if (!at)
    throw BadInput{fmt::format("{} {}: give a time back like 30s, 15m, 2h, 7d, or 2026-01-05T08:00:00+08:00",
                               option, text)};
  return *at;
}

std::string cell(const json& record, const std::string& column, const std::string& bytes) {
  if (column == "hash") return to_hex(sha256(bytes));
  if (column == "name") return screen::chinese(screen::text(record, "type"));
  if (column == "gb24476") return screen::text(screen::member(record, "codes"), "gb24476");
  const auto found = record.find(column);
  if (found == record.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

/// Holes among the records written, until one of them says why they are there.
class Holes {
 public:
  void take(const json& record) {
    const auto seq = screen::count(record, "seq");
    const auto epoch = screen::text(record, "epoch");
    const auto before = newest_.find(epoch);
    if (before != newest_.end() && seq > before->second + 1)
      open_.push_back({epoch, before->second + 1, seq - 1});
    newest_[epoch] = seq;
    for (const DroppedRange& told : drop_told(record).ranges)
      std::erase_if(open_, [&](const Hole& hole) {
        return hole.epoch == told.epoch && hole.from >= static_cast<std::int64_t>(told.from) &&
               hole.upto <= static_cast<std::int64_t>(told.upto);
      });
  }
  bool explained() const { return open_.empty(); }

 private:
  struct Hole {
    std::string epoch;
    std::int64_t from, upto;
  };
  std::map<std::string, std::int64_t> newest_;
  std::vector<Hole> open_;
};

/// Writes what lies in the range, and after it up to the seal, and to what tells of its holes.
class Writer {
 public:
  Writer(std::ostream& out, bool csv, std::int64_t to_ms) : out_{out}, csv_{csv}, to_ms_{to_ms} {
    if (!csv_) return;
    out_ << byte_order_mark;
    write_csv_line(out_, {csv_columns.begin(), csv_columns.end()});
  }

  bool take(const KeptRecord& kept) {
    json record = json::parse(kept.bytes, nullptr, false);
    if (!record.is_object()) record = json::object();  // damaged: `verify` names it
    const auto time = parse_rfc3339(screen::text(record, "time"));
    beyond_ = beyond_ || (time && time->ms >= to_ms_);
    sealed_ = screen::text(record, "type") == seal_type;
    if (beyond_ && csv_) return false;
    write(record, kept.bytes);
    holes_.take(record);
    ++written_;
    return !(beyond_ && sealed_ && holes_.explained());
  }

  std::string note() const {
    return fmt::format("{} records{}", written_,
                       csv_      ? "; a table proves nothing, the same range without --csv does"
                       : sealed_ ? ", the last of them is the seal; `liftctl verify` checks them"
                                 : ", the newest are not sealed yet; `liftctl verify` checks them");
  }

 private:
  void write(const json& record, const std::string& bytes) {
    if (!csv_) {
      out_ << bytes << '\n';
      return;
    }
    std::vector<std::string> cells;
    cells.reserve(csv_columns.size());
    for (const char* column : csv_columns) cells.push_back(cell(record, column, bytes));
    write_csv_line(out_, cells);
  }

  std::ostream& out_;
  bool csv_;
  std::int64_t to_ms_;
  bool beyond_ = false;
  bool sealed_ = false;
  Holes holes_;
  std::uint64_t written_ = 0;
};

}  // namespace

void export_records(const std::string& socket, const ExportOptions& options, std::ostream& out,
                    std::ostream& notes) {
  const std::int64_t from = moment("--from", options.from, 0);
  const std::int64_t to = moment("--to", options.to, std::numeric_limits<std::int64_t>::max());
  if (from >= to) throw BadInput{"--from is not before --to"};
  const std::string half = options.file + ".part";  // an older export stays until this one is whole
  std::ofstream file;
  if (!options.file.empty()) file.open(half, std::ios::binary | std::ios::trunc);
  std::ostream& target = options.file.empty() ? out : file;
  Writer writer{target, options.csv, to};
  const auto each = [&](const KeptRecord& record) { return writer.take(record); };
  if (options.store.empty())
    records_of_daemon(socket, from, each);
  else
    records_of_store(options.store, from, each);
  target.flush();
  if (!target)
    throw std::runtime_error{
        fmt::format("{}: cannot be written to the end; is the disk full, may you write there?",
                    options.file.empty() ? "standard output" : options.file)};
  if (!options.file.empty()) std::filesystem::rename(half, options.file);
  notes << writer.note() << '\n';
}

}  // namespace liftbox::cli
