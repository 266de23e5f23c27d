#pragma once

#include <string_view>
#include <vector>

#include "agent/elevator/time.hpp"
#include "agent/ports/event_store.hpp"

namespace liftbox {

class Statement;

/// As it stands in the file; see EventStore.
enum class RecordState : std::int64_t { waiting = 0, accepted = 1, done = 2 };

std::uint64_t& count_of(ClassCounts& counts, RecordState state);

/// What a SELECT names, and from where, for `read_records`.
extern const std::string_view record_columns;
extern const std::string_view record_columns_without_sums;  ///< of a file that has none

/// Throws StoreDamaged for a row that is not as it was written.
std::vector<StoredRecord> read_records(Statement& query);

/// A row as it stands, and what is wrong with it; empty: nothing.
struct RecordRow {
  StoredRecord stored;
  RecordState state{};
  std::string damage;
};
RecordRow read_row(const Statement& row);

std::string_view as_blob(const Sha256& hash);
Sha256 to_hash(std::string_view blob);
std::int64_t to_sql(Seq seq);  ///< numbers beyond SQL's are the largest
std::int64_t to_sql(Moment moment);
std::int64_t to_sql(RecordState state);
std::int64_t to_sql(RecordClass record_class);

/// How long an accepted record waits for the platform's receipt: 10 min, doubled with each time it was sent,
/// up to 2 h.
Duration resend_after(std::int64_t times_sent);

}  // namespace liftbox
