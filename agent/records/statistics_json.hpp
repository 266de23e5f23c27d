#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "agent/elevator/statistics/ledger.hpp"

namespace liftbox {

/// The type of its record: statistics_hour, statistics_day, statistics_since_boot.
std::string statistics_type(StatisticsDocument::Period period);

/// What an hour or a day was: `period`, `from`, `until`, `counts`, and `total` since the box was installed.
/// Whole numbers only; what no bound signal can tell is null.
nlohmann::json statistics_json(const StatisticsDocument& document);

/// The counts of several such documents added up, as one object like their `counts`.
nlohmann::json added_up(const nlohmann::json& counts_of_documents);

}  // namespace liftbox
