#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "agent/elevator/statistics/ledger.hpp"
#include "agent/ports/event_store.hpp"

namespace liftbox {

/// The day documents that `statistics_answer` wants.
RecordQuery statistics_query();

/// Today until now, yesterday, the last 30 days and all, from what is counted now and the days in the store.
nlohmann::json statistics_answer(const StatisticsDocument& today, const std::vector<StoredRecord>& days);

}  // namespace liftbox
