#include "agent/records/statistics_json.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
using Told = std::bitset<counter_count>;
constexpr std::int64_t million = 1'000'000;

json ratio(std::int64_t part, std::int64_t whole, std::int64_t scale) {
  return whole > 0 ? json(part * scale / whole) : json{};
}

/// {"entrapment": {"latch": 3}}
json held_back_json(const std::map<std::string, std::int64_t>& held_back) {
  json out = json::object();
  for (const auto& [what, times] : held_back) {
    const auto space = what.find(' ');
    out[what.substr(0, space)][what.substr(space + 1)] = times;
  }
  return out;
}

json counters_json(const Counts& counts, const Told& told) {
  json out = json::object();
  for (std::size_t i = 0; i < counter_count; ++i) {
    const auto counter = static_cast<Counter>(i);
    out[std::string{name(counter)}] = told.test(i) ? json(counts[counter]) : json{};
  }
  const std::int64_t judged = counts[Counter::available_ms] + counts[Counter::unavailable_ms];
  out["availability_ppm"] = ratio(counts[Counter::available_ms], judged, million);
  out["faults_per_million_runs"] = ratio(counts[Counter::faults], counts[Counter::runs], million);
  out["time_between_faults_ms"] = ratio(counts[Counter::watched_ms], counts[Counter::faults], 1);
  out["incidents"] = counts.incidents;
  out["held_back"] = held_back_json(counts.held_back);
  return out;
}

/// Faults of one part of the lift, as maintenance firms divide it.
struct Group {
  const char* rate;
  std::vector<EventType> types;
};
const std::vector<Group>& groups() {
  using enum EventType;
  static const std::vector<Group> all{
      {"door_faults_per_million_runs", {door_close_fault, door_open_fault, door_open_while_moving}},
      {"brake_faults_per_million_runs",
       {brake_not_released, brake_not_set, brake_drag, brake_slip, brake_slow, brake_asymmetry,
        brake_degrading}},
      {"drive_faults_per_million_runs", {run_time_limiter, restart_prevented, position_lost, overspeed}},
      {"safety_faults_per_million_runs",
       {safety_chain_open, unintended_movement, overtravel_top, overtravel_bottom}},
  };
  return all;
}

/// What a firm decides by when to come (按需维保).
json maintenance_json(const Counts& counts, const Told& told) {
  const auto is_told = [&](Counter counter) { return told.test(static_cast<std::size_t>(counter)); };
  json out = json::object();
  for (const Group& group : groups()) {
    std::int64_t faults = 0;
    for (const EventType type : group.types)
      if (const auto found = counts.incidents.find(std::string{name(type)}); found != counts.incidents.end())
        faults += found->second;
    out[group.rate] = is_told(Counter::runs) ? ratio(faults, counts[Counter::runs], million) : json{};
  }
  const auto per_million = [&](const char* rate, Counter part, Counter whole) {
    out[rate] = is_told(part) && is_told(whole) ? ratio(counts[part], counts[whole], million) : json{};
  };
  per_million("relevellings_per_million_runs", Counter::relevellings, Counter::runs);
  per_million("reopenings_per_million_door_cycles", Counter::door_reopenings, Counter::door_cycles);
  per_million("rear_reopenings_per_million_door_cycles", Counter::rear_door_reopenings,
              Counter::rear_door_cycles);
  return out;
}

json timing_json(const Histogram& times, bool with_classes) {
  json out{{"times", times.times()},
           {"median_ms", times.percentile(50).value_or(Duration{}).count()},
           {"p95_ms", times.percentile(95).value_or(Duration{}).count()}};
  if (!with_classes) return out;
  out["classes"] = json::array();
  for (const auto& [from_ms, often] : times.classes) out["classes"].push_back({from_ms, often});
  return out;
}

json counts_json(const Counts& counts, const Told& told, bool with_classes) {
  json out = counters_json(counts, told);
  out["maintenance"] = maintenance_json(counts, told);
  out["starts"] = json::object();
  for (const auto& [landing, runs] : counts.starts) out["starts"][std::to_string(landing)] = runs;
  out["timings"] = json::object();
  for (const auto& [timing, times] : counts.named_timings())
    out["timings"][timing] = timing_json(times, with_classes);
  return out;
}

/// What `counts_json` wrote, with classes. Members that are missing or null count as nothing.
Counts read(const json& in, Told& told) {
  std::map<std::string, std::int64_t> counters;
  std::map<std::string, Histogram> timings;
  Counts counts;
  for (const auto& [member, value] : in.items()) {
    const auto counter = find_counter(member);
    if (!counter || !value.is_number_integer()) continue;
    counters[member] = value.get<std::int64_t>();
    told.set(static_cast<std::size_t>(*counter));
  }
  for (const auto& [timing, times] : in.at("timings").items())
    for (const json& one : times.at("classes")) timings[timing].classes[one.at(0)] = one.at(1);
  counts.take(counters, timings);
  for (const auto& [landing, runs] : in.at("starts").items()) counts.starts[std::stoi(landing)] = runs;
  for (const auto& [type, often] : in.at("incidents").items()) counts.incidents[type] = often;
  const json held_back = in.value("held_back", json::object());
  for (const auto& [rule, reasons] : held_back.items())
    for (const auto& [reason, often] : reasons.items()) counts.held_back[rule + ' ' + reason] = often;
  return counts;
}

}  // namespace

std::string statistics_type(StatisticsDocument::Period period) {
  return "statistics_" + std::string{name(period)};
}

json statistics_json(const StatisticsDocument& document) {
  const auto wall = [&](const std::optional<std::int64_t>& ms) {
    return ms ? json(format_rfc3339(*ms, document.utc_offset_min)) : json{};
  };
  json total = counters_json(document.total, document.told);
  total["since"] = wall(document.total_since_ms);
  json counts = counts_json(document.counts, document.told, true);
  for (auto& [timing, times] : counts["timings"].items())
    if (const auto usual = document.usual_us.find(timing); usual != document.usual_us.end())
      times["usual_p95_ms"] = usual->second / 1000;
  if (document.period == StatisticsDocument::Period::day)
    counts["maintenance"]["days_since_last_visit"] =
        document.days_since_visit ? json(*document.days_since_visit) : json{};
  return {{"period", name(document.period)},
          {"from", wall(document.from_ms)},
          {"until", wall(document.until_ms)},
          {"counts", counts},
          {"total", total}};
}

json added_up(const json& counts_of_documents) {
  Counts sum;
  Told told;
  for (const json& counts : counts_of_documents) sum.add(read(counts, told));
  return counts_json(sum, told, false);
}

}  // namespace liftbox
