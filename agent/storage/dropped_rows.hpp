#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/records/dropped.hpp"
#include "agent/storage/database.hpp"
#include "agent/storage/drop_plan.hpp"

namespace liftbox {

/// What may go from a store's file, and what went.
class DroppedRows {
 public:
  explicit DroppedRows(Database& database) : database_{database} {}

  /// Gathers what the plan still wants, step by step. `done` tells whether there is anything of a class and
  /// state at all: most steps need no look at the file.
  void gather(DropPlan& plan, std::int64_t alarms_before_ms, std::int64_t newest_id,
              const std::function<bool(DropStep)>& there_are) const;
  std::vector<DroppedRange> beside(const DroppedRange& range) const;

  /// Within a transaction; the record with the id `told` tells of it.
  void note(const std::vector<DroppedRange>& ranges, std::int64_t told) const;
  std::vector<SeqRange> within(const std::string& epoch, SeqRange range) const;
  std::vector<DroppedRange> newest(std::size_t limit) const;

 private:
  void gather(DropPlan& plan, DropStep step, std::int64_t alarms_before_ms, std::int64_t newest_id) const;

  Database& database_;
};

}  // namespace liftbox
