#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/records/record.hpp"

namespace liftbox {

/// What the flight recorder saw around an alarm, as it is kept and travels.
struct Snapshot {
  std::string name;       ///< of the incident, "EPOCH:SEQ"; "asked-ID" of a command; "record-EPOCH:SEQ"
  std::string from;       ///< RFC 3339 wall time of its first moment
  std::string upto;       ///< and of its last
  bool complete = false;  ///< false: the box ended before the while was over
  std::string trace;      ///< as `liftctl replay` reads it, zstd

  bool operator==(const Snapshot&) const = default;
};

/// 1 to 128 letters, digits and `.:_-`: it is a level of a topic and the name of a file.
bool is_snapshot_name(std::string_view name);

/// The first lines of a trace, which say what it is of.
std::string snapshot_remark(const Snapshot& about);
/// From a compressed trace with such lines. Nothing where it is none, or is damaged.
std::optional<Snapshot> read_snapshot(std::string compressed);

/// The bytes of a record, to travel in parts as a snapshot does.
Snapshot snapshot_of(const Record& record);
std::string parts_name(const Record& record);

inline constexpr std::size_t largest_trace = std::size_t{8} * 1024 * 1024;  ///< bytes, not compressed

/// How many messages of at most `largest` bytes a snapshot takes; and the payload of one, counted from 0.
std::size_t snapshot_parts(const Snapshot& snapshot, std::size_t largest);
std::string snapshot_part(const Snapshot& snapshot, std::size_t part, std::size_t largest);

}  // namespace liftbox
