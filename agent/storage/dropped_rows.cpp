#include "agent/storage/dropped_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "agent/storage/record_rows.hpp"

namespace liftbox {
namespace {

/// The first record of an epoch says which one it follows; what tells of a hole must stay as long as the
/// hole.
constexpr std::string_view droppable =
    "record.seq > 1 AND record.id < ?1 AND record.id NOT IN (SELECT told FROM dropped)";

std::string_view condition(DropStep step) {
  switch (step) {
    case DropStep::done_alarms:
      return "record.state = 2 AND record.time_ms < ?3";
    case DropStep::repeated_faults:
      return "record.state < 2 AND record.incident NOT IN (SELECT incident FROM (SELECT incident, max(id) "
             "FROM "
             "record WHERE class = 1 AND state < 2 GROUP BY type))";
    default:
      return is_done(step) ? "record.state = 2" : "record.state < 2";
  }
}

DroppedRange range_of(const Statement& row) {
  return {row.text(0), static_cast<Seq>(row.integer(1)), static_cast<Seq>(row.integer(2)),
          to_hash(row.text(3)), to_hash(row.text(4))};
}

constexpr std::string_view range_columns =
    "epoch.uuid, dropped.first, dropped.last, dropped.prev, dropped.hash FROM dropped JOIN epoch ON "
    "epoch.number = dropped.epoch";

}  // namespace

void DroppedRows::gather(DropPlan& plan, std::int64_t alarms_before_ms, std::int64_t newest_id,
                         const std::function<bool(DropStep)>& there_are) const {
  for (const DropStep step : drop_steps)
    if (!plan.enough() && there_are(step)) gather(plan, step, alarms_before_ms, newest_id);
}

void DroppedRows::gather(DropPlan& plan, DropStep step, std::int64_t alarms_before_ms,
                         std::int64_t newest_id) const {
  Statement candidates{
      database_, fmt::format("SELECT {} WHERE {} AND record.class = ?2 AND {} ORDER BY record.id LIMIT {}",
                             record_columns, droppable, condition(step), DropPlan::most_records)};
  candidates.bind(1, newest_id).bind(2, to_sql(class_of(step)));
  if (step == DropStep::done_alarms) candidates.bind(3, alarms_before_ms);
  for (const StoredRecord& candidate : read_records(candidates)) plan.offer(candidate, step);
}

std::vector<DroppedRange> DroppedRows::beside(const DroppedRange& range) const {
  Statement touching{database_, fmt::format("SELECT {} WHERE epoch.uuid = ? AND (dropped.last = ? OR "
                                            "dropped.first = ?)",
                                            range_columns)};
  touching.bind(1, range.epoch).bind(2, to_sql(range.from - 1)).bind(3, to_sql(range.upto + 1));
  std::vector<DroppedRange> found;
  while (touching.step()) found.push_back(range_of(touching));
  return found;
}

void DroppedRows::note(const std::vector<DroppedRange>& ranges, std::int64_t told) const {
  Statement forget{database_,
                   "DELETE FROM dropped WHERE epoch = (SELECT number FROM epoch WHERE uuid = ?) AND "
                   "first >= ? AND last <= ?"};
  Statement note{database_,
                 "INSERT INTO dropped (epoch, first, last, prev, hash, told, sum) SELECT number, ?2, ?3, ?4, "
                 "?5, ?6, row_sum(number, ?2, ?3, ?4, ?5, ?6) FROM epoch WHERE uuid = ?1"};
  for (const DroppedRange& range : ranges) {
    forget.bind(1, range.epoch).bind(2, to_sql(range.from)).bind(3, to_sql(range.upto)).run();
    note.bind(1, range.epoch).bind(2, to_sql(range.from)).bind(3, to_sql(range.upto));
    note.bind_blob(4, as_blob(range.prev)).bind_blob(5, as_blob(range.hash)).bind(6, told).run();
  }
}

std::vector<SeqRange> DroppedRows::within(const std::string& epoch, SeqRange range) const {
  Statement touching{
      database_, fmt::format("SELECT {} WHERE epoch.uuid = ? AND dropped.last >= ? AND dropped.first <= ? "
                             "ORDER BY dropped.first",
                             range_columns)};
  touching.bind(1, epoch).bind(2, to_sql(range.from)).bind(3, to_sql(range.upto));
  std::vector<SeqRange> found;
  while (touching.step()) {
    const DroppedRange gone = range_of(touching);
    found.push_back({std::max(gone.from, range.from), std::min(gone.upto, range.upto)});
  }
  return found;
}

std::vector<DroppedRange> DroppedRows::newest(std::size_t limit) const {
  Statement last{database_, fmt::format("SELECT {} ORDER BY dropped.told DESC, dropped.first DESC LIMIT ?",
                                        range_columns)};
  last.bind(1, static_cast<std::int64_t>(limit));
  std::vector<DroppedRange> found;
  while (last.step()) found.push_back(range_of(last));
  return found;
}

}  // namespace liftbox
