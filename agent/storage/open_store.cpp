#include "agent/storage/open_store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "agent/records/sha256.hpp"
#include "agent/records/uuid.hpp"
#include "agent/storage/memory_store.hpp"
#include "agent/storage/row_sums.hpp"
#include "agent/storage/schema.hpp"
#include "agent/storage/store_check.hpp"

namespace liftbox {
namespace {

/// Another gateway, or another computer: two boxes must never go on with one epoch.
constexpr const char* of_another_box =
    "the store was made by another box: a copied image, or a replaced board";

}  // namespace

OpenStore::OpenStore(const std::filesystem::path& file, StoreBound bound) : database_{file}, bound_{bound} {
  // EXTRA: until the file is in WAL mode a rollback journal is removed; were it back after a power cut, it
  // would undo what came later. From then on EXTRA is FULL. Zeroing what was deleted would only wear the
  // flash.
  database_.execute("PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; PRAGMA secure_delete = OFF");
  if (database_.is_read_only() && ::access(file.c_str(), W_OK) == 0)
    throw StoreDamaged{fmt::format("{}: is damaged (its header forbids to write it)", file.string())};
  prepare_schema(database_);
  check_at_start(database_);
  database_.execute("PRAGMA journal_mode = WAL");
  insert_.emplace(
      database_,
      "INSERT INTO record (id, epoch, seq, class, type, incident, time_ms, bytes, hash, sum) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, row_sum(?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, NULL))");
  remember_.emplace(database_,
                    "INSERT INTO memory (one, json, sha256) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE "
                    "SET json = excluded.json, sha256 = excluded.sha256");
  used_pages_.emplace(database_,
                      "SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM "
                      "pragma_freelist_count)");
  dropped_.emplace(database_);
  page_bytes_ = database_.number("PRAGMA page_size");
  count_records();
}

StoreHead OpenStore::head(const std::string& box, const std::string& why_anew) {
  StoreHead head;
  Statement newest{database_, "SELECT number, uuid, box FROM epoch ORDER BY number DESC LIMIT 1"};
  if (!newest.step()) {
    begin_epoch(head, box, why_anew.empty() ? "new store" : why_anew);
  } else {
    epoch_ = newest.integer(0);
    head.epoch = epoch_uuid_ = newest.text(1);
    const std::string made_on = newest.text(2);
    newest.run();
    read_head(head);
    if (!why_anew.empty())
      begin_epoch(head, box, why_anew);
    else if (!made_on.empty() && !box.empty() && made_on != box)
      begin_epoch(head, box, of_another_box);
    else if (made_on.empty() && !box.empty())
      name_box(box);
  }
  Statement latest{database_, "SELECT time_ms FROM record ORDER BY id DESC LIMIT 1"};
  if (latest.step()) head.newest_time_ms = latest.integer(0);
  read_memory(head);
  now_.newest = head.seq;
  return head;
}

void OpenStore::read_head(StoreHead& head) {
  Statement last{database_, "SELECT seq, hash FROM record WHERE epoch = ? ORDER BY seq DESC LIMIT 1"};
  if (!last.bind(1, epoch_).step()) return;
  head.seq = static_cast<Seq>(last.integer(0));
  head.hash = to_hash(last.text(1));
}

/// The one before it, if any, stands in the head.
void OpenStore::begin_epoch(StoreHead& head, const std::string& box, const std::string& why) {
  head.follows = {head.epoch, head.seq, head.hash};
  head.fresh = true;
  head.why = why;
  head.seq = 0;
  head.hash = {};
  head.epoch = random_uuid();
  begin_epoch(head.epoch, box);
}

void OpenStore::begin_epoch(const std::string& uuid, const std::string& box) {
  epoch_uuid_ = uuid;
  Statement begin{database_,
                  "INSERT INTO epoch (number, uuid, box, sum) SELECT n, ?1, ?2, row_sum(n, ?1, ?2) FROM "
                  "(SELECT coalesce(max(number), 0) + 1 AS n FROM epoch) RETURNING number"};
  begin.bind(1, epoch_uuid_).bind(2, box).step();
  epoch_ = begin.integer(0);
  begin.run();
}

void OpenStore::name_box(const std::string& box) {
  Statement name{database_, "UPDATE epoch SET box = ?1, sum = row_sum(number, uuid, ?1) WHERE number = ?2"};
  name.bind(1, box).bind(2, epoch_).run();
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
  now_.newest_id = database_.number("SELECT max(id) FROM record");
  count_dropped();
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
  insert(now_.newest_id + 1, epoch_, record);
  now_.newest = record.seq;
}

/// Returns its id: another one where that is taken.
std::int64_t OpenStore::insert(std::int64_t id, std::int64_t epoch, const Record& record) {
  if (id <= now_.newest_id) {
    Statement taken{database_, "SELECT 1 FROM record WHERE id = ?"};
    if (taken.bind(1, id).step()) id = now_.newest_id + 1;
  }
  insert_->bind(1, id).bind(2, epoch).bind(3, to_sql(record.seq)).bind(4, to_sql(record.record_class));
  insert_->bind(5, record.type).bind(6, record.incident).bind(7, record.time_ms);
  insert_->bind_blob(8, record.bytes).bind_blob(9, as_blob(record.hash)).run();
  ++counts_of(to_sql(record.record_class)).waiting;
  now_.newest_id = std::max(now_.newest_id, id);
  return id;
}

void OpenStore::mark(std::int64_t id, std::int64_t record_class, RecordState from, RecordState to) {
  if (from == to) return;
  Statement update{database_, fmt::format("UPDATE record SET {} WHERE id = ?1",
                                          set_marks(std::to_string(to_sql(to)), "attempts", "NULL"))};
  update.bind(1, id).run();
  --count_of(counts_of(record_class), from);
  ++count_of(counts_of(record_class), to);
}

/// An accepted record waits again: nobody knows how long ago that was. What salvage lost may still be here.
void OpenStore::take_over(const MemoryStore& memory, const std::string& box) {
  Statement known{database_, "SELECT number FROM epoch WHERE uuid = ?"};
  Statement there{database_, "SELECT id, state FROM record WHERE epoch = ? AND seq = ?"};
  if (memory.epoch() != epoch_uuid_) begin_epoch(memory.epoch(), box);
  now_.newest = 0;
  for (const auto& [wanted_id, entry] : memory.entries()) {
    const Record& record = entry.record;
    if (!known.bind(1, record.epoch).step()) continue;
    const std::int64_t epoch = known.integer(0);
    known.run();
    const RecordState state = entry.state == RecordState::done ? RecordState::done : RecordState::waiting;
    if (there.bind(1, epoch).bind(2, to_sql(record.seq)).step()) {
      const std::int64_t id = there.integer(0);
      const RecordState was{there.integer(1)};
      there.run();
      mark(id, to_sql(record.record_class), was, state);
    } else {
      mark(insert(wanted_id, epoch, record), to_sql(record.record_class), RecordState::waiting, state);
    }
    if (epoch == epoch_) now_.newest = record.seq;
  }
  if (memory.memory()) save_memory(*memory.memory());
  for (const auto& [range, told] : memory.dropped()) dropped_->note({range}, told);
  count_dropped();
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

/// The record that tells of it is the newest of its kind: it was appended in the same transaction.
void OpenStore::drop(const Drop& drop) {
  Statement remove{database_, "DELETE FROM record WHERE id = ? RETURNING class, state"};
  for (const std::int64_t id : drop.ids) {
    if (!remove.bind(1, id).step()) continue;
    --count_of(counts_of(remove.integer(0)), RecordState{remove.integer(1)});
    remove.run();
  }
  Statement told{database_, "SELECT id FROM record WHERE type = ? ORDER BY id DESC LIMIT 1"};
  if (!told.bind(1, std::string_view{records_dropped_type}).step())
    throw StoreError{
        fmt::format("{}: no record tells of what is dropped; report this", database_.file().string())};
  const std::int64_t teller = told.integer(0);
  told.run();
  dropped_->note(drop.ranges, teller);
  count_dropped();
}

void OpenStore::count_dropped() {
  now_.dropped = static_cast<std::uint64_t>(database_.number("SELECT sum(last - first + 1) FROM dropped"));
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
  Statement update{
      database_,
      fmt::format("UPDATE record SET {} WHERE epoch = (SELECT number FROM epoch WHERE uuid = ?) AND "
                  "seq BETWEEN ? AND ? AND {} state = {} RETURNING class",
                  set_marks(std::to_string(to_sql(to)), "attempts", "NULL"), open, to_sql(from))};
  std::size_t moved = 0;
  for (const SeqRange& range : ranges) {
    update.bind(1, epoch).bind(2, to_sql(range.from)).bind(3, to_sql(range.upto));
    moved += move(update, from, to);
  }
  return moved;
}

std::uint64_t OpenStore::used() {
  if (!used_pages_->step()) return 0;
  const std::int64_t pages = used_pages_->integer(0);
  used_pages_->run();
  return static_cast<std::uint64_t>(pages * page_bytes_);
}

std::uint64_t OpenStore::excess() {
  const ClassCounts& alarms = counts_of(to_sql(RecordClass::alarm));
  return liftbox::excess(used(), alarms.waiting + alarms.accepted, bound_);
}

bool OpenStore::there_are(DropStep step) {
  const ClassCounts& counts = counts_of(to_sql(class_of(step)));
  return is_done(step) ? counts.done > 0 : counts.waiting + counts.accepted > 0;
}

std::optional<Drop> OpenStore::to_drop(std::int64_t wall_ms) {
  const std::uint64_t wanted = excess();
  if (wanted == 0) return std::nullopt;
  DropPlan plan{wanted};
  dropped_->gather(plan, wall_ms - bound_.keep_alarms_ms, now_.newest_id,
                   [this](DropStep step) { return there_are(step); });
  if (!plan.worth_it()) return std::nullopt;
  return std::move(plan).finish([this](const DroppedRange& run) { return dropped_->beside(run); });
}

Holding OpenStore::holding(const std::string& epoch, SeqRange range) {
  Statement known{database_, "SELECT 1 FROM epoch WHERE uuid = ?"};
  return {known.bind(1, epoch).step(), dropped_->within(epoch, range)};
}

StoreCounts OpenStore::counts() {
  StoreCounts counts;
  counts.by_class = now_.by_class;
  // One look into the index for each epoch: a million may wait.
  Statement low{database_,
                "SELECT number, uuid, (SELECT seq FROM record WHERE record.epoch = number AND state < 2 "
                "ORDER BY seq LIMIT 1) FROM epoch"};
  while (low.step()) {
    if (low.null(2)) continue;
    const auto seq = static_cast<Seq>(low.integer(2));
    if (low.integer(0) == epoch_)
      counts.low = seq;
    else
      counts.old_low[low.text(1)] = seq;
  }
  for (const char* suffix : {"", "-wal"}) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(database_.file().string() + suffix, missing);
    if (!missing) counts.bytes += size;
  }
  counts.used = used();
  counts.bound = bound_.bytes;
  counts.dropped = now_.dropped;
  return counts;
}

ClassCounts& OpenStore::counts_of(std::int64_t record_class) {
  if (record_class < 0 || record_class >= static_cast<std::int64_t>(now_.by_class.size()))
    throw StoreDamaged{
        fmt::format("{}: is damaged (there is no class {})", database_.file().string(), record_class)};
  return now_.by_class.at(static_cast<std::size_t>(record_class));
}

}  // namespace liftbox
