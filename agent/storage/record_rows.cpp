#include "agent/storage/record_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "agent/records/sha256.hpp"
#include "agent/storage/database.hpp"

namespace liftbox {
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
    "record.bytes, record.hash, record.state, record.sum = row_sum(record.id, record.epoch, record.seq, "
    "record.class, record.type, record.incident, record.time_ms, record.state, record.attempts, "
    "record.resend_at) FROM record JOIN epoch ON epoch.number = record.epoch";

const std::string_view record_columns_without_sums =
    "record.id, epoch.uuid, record.seq, record.class, record.type, record.incident, record.time_ms, "
    "record.bytes, record.hash, record.state, 1 FROM record JOIN epoch ON epoch.number = record.epoch";

RecordRow read_row(const Statement& row) {
  RecordRow read;
  read.stored.id = row.integer(0);
  Record& record = read.stored.record;
  record.epoch = row.text(1);
  record.seq = static_cast<Seq>(row.integer(2));
  record.record_class = RecordClass{static_cast<std::uint8_t>(row.integer(3) & 3)};
  record.type = row.text(4);
  record.incident = row.text(5);
  record.time_ms = row.integer(6);
  record.bytes = row.text(7);
  record.hash = to_hash(row.text(8));
  read.state = RecordState{row.integer(9)};
  if (sha256(record.bytes) != record.hash)
    read.damage = "its bytes do not have its hash";
  else if (row.integer(10) != 1)
    read.damage = "its row does not have its checksum";
  return read;
}

std::vector<StoredRecord> read_records(Statement& query) {
  std::vector<StoredRecord> found;
  while (query.step()) {
    RecordRow read = read_row(query);
    if (!read.damage.empty())
      throw StoreDamaged{fmt::format("record {}:{} is damaged: {}", read.stored.record.epoch,
                                     read.stored.record.seq, read.damage)};
    found.push_back(std::move(read.stored));
  }
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
