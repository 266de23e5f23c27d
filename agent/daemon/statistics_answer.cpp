#include "agent/daemon/statistics_answer.hpp"

#include <nlohmann/json.hpp>

#include "agent/daemon/measures.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/statistics_json.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
constexpr int days_shown = 30;

}  // namespace

RecordQuery statistics_query() {
  RecordQuery query;
  query.record_class = RecordClass::stats;
  query.type = statistics_type(StatisticsDocument::Period::day);
  query.limit = std::size_t{2} * days_shown;  // a clock set back makes two of a day
  query.newest = true;
  return query;
}

json statistics_answer(const StatisticsDocument& today, const std::vector<StoredRecord>& days) {
  json now = statistics_json(today);
  json yesterday = json::array();
  json last_days = json::array({now["counts"]});
  json from = now["from"];
  for (const StoredRecord& stored : days) {
    const json day = json::parse(stored.record.bytes);
    const std::int64_t began = parse_rfc3339(day.at("from").get<std::string>()).value().ms;
    const std::int64_t back = today.from_ms ? *today.from_ms - began : day_ms;
    if (back >= days_shown * day_ms) continue;
    if (last_days.size() == 1) from = day["from"];
    last_days.push_back(day["counts"]);
    if (back == day_ms && today.from_ms) yesterday.push_back(day["counts"]);
  }
  return {{"today", now},
          {"yesterday", yesterday.empty() ? json{} : json{{"counts", added_up(yesterday)}}},
          {"last_30_days", {{"from", from}, {"counts", added_up(last_days)}}},
          {"total", now["total"]}};
}

}  // namespace liftbox
