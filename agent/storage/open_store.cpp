#include "agent/storage/open_store.hpp"

#include <fmt/format.h>

#include <system_error>

#include "agent/records/sha256.hpp"
#include "agent/records/uuid.hpp"
#include "agent/storage/schema.hpp"

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

OpenStore::OpenStore(const std::filesystem::path& directory)
    : lock_{make_directory(directory) / "records.lock"}, database_{directory / "records.sqlite"} {
  // EXTRA: until the file is in WAL mode a rollback journal is removed; were it back after a power cut, it
  // would undo what came later. From then on EXTRA is FULL.
  database_.execute("PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON");
  check();
  prepare_schema(database_);
  database_.execute("PRAGMA journal_mode = WAL");
  insert_.emplace(database_,
                  "INSERT INTO record (epoch, seq, class, type, incident, time_ms, bytes, hash) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  remember_.emplace(database_,
                    "INSERT INTO memory (one, json, sha256) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE "
                    "SET json = excluded.json, sha256 = excluded.sha256");
  count_records();
}

void OpenStore::check() {
  Statement quick{database_, "PRAGMA quick_check(1)"};
  if (!quick.step() || quick.text(0) != "ok") {
    // What could not be read is told in the same breath as what is wrong.
    if (quick.text(0).find("unable to get the page") != std::string::npos)
      throw StoreError{fmt::format("{}: cannot be read ({}); the disk fails: check it with dmesg, replace it",
                                   database_.file().string(), quick.text(0))};
    throw StoreError{fmt::format("{}: is damaged ({}); move it away, keep it for salvage, and start again",
                                 database_.file().string(), quick.text(0))};
  }
}

StoreHead OpenStore::head() {
  StoreHead head;
  begin_or_continue_epoch(head);
  Statement last{database_, "SELECT seq, hash FROM record WHERE epoch = ? ORDER BY seq DESC LIMIT 1"};
  if (last.bind(1, epoch_).step()) {
    head.seq = static_cast<Seq>(last.integer(0));
    head.hash = to_hash(last.text(1));
  }
  Statement newest{database_, "SELECT time_ms FROM record ORDER BY id DESC LIMIT 1"};
  if (newest.step()) head.newest_time_ms = newest.integer(0);
  read_memory(head);
  now_.newest = head.seq;
  return head;
}

void OpenStore::begin_or_continue_epoch(StoreHead& head) {
  Statement newest{database_, "SELECT number, uuid FROM epoch ORDER BY number DESC LIMIT 1"};
  head.fresh = !newest.step();
  if (head.fresh) {
    Statement begin{database_, "INSERT INTO epoch (uuid) VALUES (?) RETURNING number, uuid"};
    begin.bind(1, random_uuid()).step();
    epoch_ = begin.integer(0);
    epoch_uuid_ = begin.text(1);
    begin.run();
  } else {
    epoch_ = newest.integer(0);
    epoch_uuid_ = newest.text(1);
  }
  head.epoch = epoch_uuid_;
}

void OpenStore::read_memory(StoreHead& head) {
  Statement read{database_, "SELECT json, sha256 FROM memory"};
  if (!read.step()) return;
  std::string json = read.text(0);
  if (sha256(json) == to_hash(read.text(1)))
    head.memory = std::move(json);
  else
    head.note = "the saved memory of detection was damaged and is not used: holds and latch start anew";
}

void OpenStore::count_records() {
  Statement rows{database_, "SELECT class, state, count(*) FROM record GROUP BY class, state"};
  while (rows.step())
    count_of(counts_of(rows.integer(0)), RecordState{rows.integer(1)}) +=
        static_cast<std::uint64_t>(rows.integer(2));
}

void OpenStore::append(const Record& record) {
  if (record.epoch == epoch_uuid_ && record.seq <= now_.newest) {
    refuse_other_bytes(record);
    return;
  }
  if (record.epoch != epoch_uuid_ || record.seq != now_.newest + 1)
    throw StoreError{fmt::format("{}: record {}:{} does not follow {}:{}; report this",
                                 database_.file().string(), record.epoch, record.seq, epoch_uuid_,
                                 now_.newest)};
  insert_->bind(1, epoch_).bind(2, to_sql(record.seq)).bind(3, to_sql(record.record_class));
  insert_->bind(4, record.type).bind(5, record.incident).bind(6, record.time_ms);
  insert_->bind_blob(7, record.bytes).bind_blob(8, as_blob(record.hash)).run();
  now_.newest = record.seq;
  ++counts_of(to_sql(record.record_class)).waiting;
}

void OpenStore::refuse_other_bytes(const Record& record) {
  Statement same{database_, "SELECT hash FROM record WHERE epoch = ? AND seq = ?"};
  same.bind(1, epoch_).bind(2, to_sql(record.seq));
  if (same.step() && to_hash(same.text(0)) == record.hash) return;
  throw StoreError{fmt::format("{}: record {}:{} is there already with other bytes; report this",
                               database_.file().string(), record.epoch, record.seq)};
}

void OpenStore::save_memory(const std::string& json) {
  remember_->bind(1, json).bind_blob(2, as_blob(sha256(json))).run();
}

std::size_t OpenStore::move(Statement& update, RecordState from, RecordState to) {
  std::size_t moved = 0;
  for (; update.step(); ++moved) {
    ClassCounts& counts = counts_of(update.integer(0));
    --count_of(counts, from);
    ++count_of(counts, to);
  }
  return moved;
}

std::size_t OpenStore::move(const std::string& epoch, std::span<const SeqRange> ranges, RecordState from,
                            RecordState to) {
  // "state < 2" lets SQLite take the index of what is open. A receipt says "all up to here": without it, each
  // one would walk through every record that was ever done.
  const char* const open = from == RecordState::done ? "" : "state < 2 AND";
  Statement update{database_,
                   fmt::format("UPDATE record SET state = {}, resend_at = NULL WHERE epoch = (SELECT number "
                               "FROM epoch WHERE uuid = ?) AND seq BETWEEN ? AND ? AND {} state = {} "
                               "RETURNING class",
                               to_sql(to), open, to_sql(from))};
  std::size_t moved = 0;
  for (const SeqRange& range : ranges) {
    update.bind(1, epoch).bind(2, to_sql(range.from)).bind(3, to_sql(range.upto));
    moved += move(update, from, to);
  }
  return moved;
}

StoreCounts OpenStore::counts() {
  StoreCounts counts;
  counts.by_class = now_.by_class;
  Statement low{database_, "SELECT seq FROM record WHERE epoch = ? AND state < 2 ORDER BY seq LIMIT 1"};
  if (low.bind(1, epoch_).step()) counts.low = static_cast<Seq>(low.integer(0));
  for (const char* suffix : {"", "-wal"}) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(database_.file().string() + suffix, missing);
    if (!missing) counts.bytes += size;
  }
  return counts;
}

ClassCounts& OpenStore::counts_of(std::int64_t record_class) {
  return now_.by_class.at(static_cast<std::size_t>(record_class));
}

}  // namespace liftbox
