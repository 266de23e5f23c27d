#include "agent/storage/record_rows.hpp"

#include <algorithm>
#include <limits>

#include "agent/storage/database.hpp"

namespace liftbox {
namespace {

StoredRecord read_record(const Statement& row) {
  StoredRecord stored;
  stored.id = row.integer(0);
  stored.record.epoch = row.text(1);
  stored.record.seq = static_cast<Seq>(row.integer(2));
  stored.record.record_class = static_cast<RecordClass>(row.integer(3));
  stored.record.type = row.text(4);
  stored.record.incident = row.text(5);
  stored.record.time_ms = row.integer(6);
  stored.record.bytes = row.text(7);
  stored.record.hash = to_hash(row.text(8));
  return stored;
}

}  // namespace

std::uint64_t& count_of(ClassCounts& counts, RecordState state) {
  switch (state) {
    case RecordState::waiting:
      return counts.waiting;
    case RecordState::accepted:
      return counts.accepted;
    case RecordState::done:
      break;
  }
  return counts.done;
}

const std::string_view record_columns =
    "record.id, epoch.uuid, record.seq, record.class, record.type, record.incident, record.time_ms, "
    "record.bytes, record.hash FROM record JOIN epoch ON epoch.number = record.epoch";

std::vector<StoredRecord> read_records(Statement& query) {
  std::vector<StoredRecord> found;
  while (query.step()) found.push_back(read_record(query));
  return found;
}

std::string_view as_blob(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

Sha256 to_hash(std::string_view blob) {
  Sha256 hash{};
  std::copy_n(blob.begin(), std::min(blob.size(), hash.size()), hash.begin());
  return hash;
}

std::int64_t to_sql(Seq seq) {
  return static_cast<std::int64_t>(std::min<Seq>(seq, std::numeric_limits<std::int64_t>::max()));
}

std::int64_t to_sql(Moment moment) {
  return moment.time_since_epoch().count();
}

std::int64_t to_sql(RecordState state) {
  return static_cast<std::int64_t>(state);
}

std::int64_t to_sql(RecordClass record_class) {
  return static_cast<std::int64_t>(record_class);
}

Duration resend_after(std::int64_t times_sent) {
  constexpr Duration first = std::chrono::minutes{10};
  constexpr Duration longest = std::chrono::hours{2};
  constexpr std::int64_t doublings = 4;  // the next would be beyond the longest
  return std::min(longest, first * (std::int64_t{1} << std::min(times_sent, doublings)));
}

}  // namespace liftbox
