#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "agent/storage/page_scan.hpp"

struct sqlite3;

namespace liftbox {

// SQLite does not notice a bit that flips in a row. Each row carries a checksum over its other columns, which
// SQL computes as `row_sum(…)`; what has a hash already (a record's bytes, the memory) is not summed again.

/// The first 8 bytes of the SHA-256 over SQLite's type and value of each column.
class RowSum {
 public:
  void add(int type, std::string_view bytes);
  void add(std::int64_t number);
  void add(const Column& column);
  std::int64_t value() const;

 private:
  std::string all_;
};

/// Makes `row_sum` known to a connection.
void add_row_sum(sqlite3* handle);

inline constexpr std::string_view epoch_sum = "row_sum(epoch.number, epoch.uuid, epoch.box)";
inline constexpr std::string_view record_sum =
    "row_sum(record.id, record.epoch, record.seq, record.class, record.type, record.incident, "
    "record.time_ms, record.state, record.attempts, record.resend_at)";
inline constexpr std::string_view telemetry_sum =
    "row_sum(id, value_count, first_ms, last_ms, bytes, payload)";
inline constexpr std::string_view telemetry_loss_sum =
    "row_sum(one, value_count, from_ms, upto_ms, waiting_values, waiting_first_id, newest_id, "
    "waiting_from_ms, waiting_upto_ms)";
inline constexpr std::string_view dropped_sum = "row_sum(epoch, first, last, prev, hash, told)";

/// For the SET of an UPDATE of records: new marks of the outbox, and the sum that goes with them.
std::string set_marks(std::string_view state, std::string_view attempts, std::string_view resend_at);

}  // namespace liftbox
