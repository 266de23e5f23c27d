#include "agent/elevator/statistics/counts.hpp"

#include <algorithm>

namespace liftbox {
namespace {

constexpr std::array<std::string_view, counter_count> counter_names{
    "watched_ms",
    "available_ms",
    "unavailable_ms",
    "unknown_ms",
    "runs",
    "runs_up",
    "runs_down",
    "running_ms",
    "distance_mm",
    "rope_bends",
    "relevellings",
    "door_cycles",
    "door_reopenings",
    "rear_door_cycles",
    "rear_door_reopenings",
    "brake_cycles",
    "faults",
    "entrapments",
    "repeat_entrapments",
    "rescues_answered_in_time",
    "rescues_answered_late",
    "rescues_reached_in_time",
    "rescues_reached_late",
    "self_released",
    "visits",
    "visits_evidenced",
    "out_of_service_ms",
    "normal_ms",
    "inspection_ms",
    "fire_return_ms",
    "firefighter_ms",
    "emergency_power_ms",
    "earthquake_ms",
    "mode_unknown_ms",
};
constexpr std::array<std::string_view, timing_count> timing_names{
    "door_opening",        "door_closing",    "rear_door_opening", "rear_door_closing",
    "brake_1_release",     "brake_2_release", "brake_3_release",   "brake_4_release",
    "brake_1_set",         "brake_2_set",     "brake_3_set",       "brake_4_set",
    "rescue_acknowledged", "rescue_on_site",  "rescue_released",   "rescue_work",
};
static_assert(!counter_names.back().empty() && !timing_names.back().empty());

template <class Enum, std::size_t count>
std::optional<Enum> find(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name(Counter counter) {
  return counter_names.at(static_cast<std::size_t>(counter));
}
std::optional<Counter> find_counter(std::string_view name) {
  return find<Counter>(counter_names, name);
}
std::string_view name(Timing timing) {
  return timing_names.at(static_cast<std::size_t>(timing));
}
std::optional<Timing> find_timing(std::string_view name) {
  return find<Timing>(timing_names, name);
}

void Counts::add(const Counts& other) {
  for (std::size_t i = 0; i < counter_count; ++i) counters_.at(i) += other.counters_.at(i);
  for (std::size_t i = 0; i < timing_count; ++i) timings_.at(i).add(other.timings_.at(i));
  for (const auto& [floor, runs] : other.starts) starts[floor] += runs;
  for (const auto& [type, times] : other.incidents) incidents[type] += times;
  for (const auto& [what, times] : other.held_back) held_back[what] += times;
}

std::map<std::string, std::int64_t> Counts::named_counters() const {
  std::map<std::string, std::int64_t> named;
  for (std::size_t i = 0; i < counter_count; ++i)
    if (counters_.at(i) != 0) named.emplace(counter_names.at(i), counters_.at(i));
  return named;
}

std::map<std::string, Histogram> Counts::named_timings() const {
  std::map<std::string, Histogram> named;
  for (std::size_t i = 0; i < timing_count; ++i)
    if (!timings_.at(i).classes.empty()) named.emplace(timing_names.at(i), timings_.at(i));
  return named;
}

void Counts::take(const std::map<std::string, std::int64_t>& counters,
                  const std::map<std::string, Histogram>& timings) {
  counters_ = {};
  timings_ = {};
  for (const auto& [named, value] : counters)
    if (const auto counter = find_counter(named)) (*this)[*counter] = value;
  for (const auto& [named, value] : timings)
    if (const auto timing = find_timing(named)) (*this)[*timing] = value;
}

}  // namespace liftbox
