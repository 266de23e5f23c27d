#pragma once

#include <cstdint>

#include "agent/storage/database.hpp"

namespace liftbox {

/// What can be said of a file before it is used, in a time that does not grow with it: a small one as a
/// whole, of a large one the small tables and the newest records. Throws StoreDamaged.
void check_at_start(Database& database);

/// Walks the whole file while the box works, a slice at a time, and begins again at the end: each record's
/// bytes, row and index entries, and the small tables.
class StoreWalk {
 public:
  explicit StoreWalk(Database& database) : database_{database} {}

  /// Throws StoreDamaged. Returns whether this was the end of a round.
  bool look_at(std::int64_t records);

 private:
  Database& database_;
  std::int64_t after_ = 0;
};

}  // namespace liftbox
