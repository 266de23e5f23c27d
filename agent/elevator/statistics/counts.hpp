#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "agent/elevator/event.hpp"
#include "agent/elevator/statistics/histogram.hpp"

namespace liftbox {

/// What is added up. The names are those of the wire; times are kept in milliseconds.
enum class Counter : std::uint8_t {
  watched_ms,      ///< the box was awake
  available_ms,    ///< mode normal, nothing open that stops the service
  unavailable_ms,  ///< another mode, or a fault that stops the service
  unknown_ms,      ///< every source silent
  runs,
  runs_up,
  runs_down,
  running_ms,
  distance_mm,
  rope_bends,
  relevellings,  ///< short moves within the zone of a landing
  door_cycles,
  door_reopenings,  ///< the door reached open again without having closed
  rear_door_cycles,
  rear_door_reopenings,
  brake_cycles,
  faults,              ///< incidents that stop the service
  entrapments,         ///< confirmed
  repeat_entrapments,  ///< the last one was not long ago
  rescues_answered_in_time,
  rescues_answered_late,  ///< or never, though it went on for so long
  rescues_reached_in_time,
  rescues_reached_late,
  self_released,  ///< nobody came on site
  visits,         ///< of maintenance, signed in or told by inspection mode
  visits_evidenced,
  out_of_service_ms,
  normal_ms,
  inspection_ms,
  fire_return_ms,
  firefighter_ms,
  emergency_power_ms,
  earthquake_ms,
  mode_unknown_ms,
};
inline constexpr std::size_t counter_count = static_cast<std::size_t>(Counter::mode_unknown_ms) + 1;
std::string_view name(Counter counter);
std::optional<Counter> find_counter(std::string_view name);

/// What is timed, of which median and 95th percentile are told.
enum class Timing : std::uint8_t {
  door_opening,  ///< from leaving closed to reaching open
  door_closing,  ///< the reverse, without a reopening between
  rear_door_opening,
  rear_door_closing,
  brake_1_release,  ///< from the command to the arm's switch
  brake_2_release,
  brake_3_release,
  brake_4_release,
  brake_1_set,
  brake_2_set,
  brake_3_set,
  brake_4_set,
  rescue_acknowledged,  ///< since the entrapment was confirmed
  rescue_on_site,       ///< since it was confirmed
  rescue_released,      ///< since the car stopped
  rescue_work,          ///< from on site to the release
};
inline constexpr std::size_t timing_count = static_cast<std::size_t>(Timing::rescue_work) + 1;
std::string_view name(Timing timing);
std::optional<Timing> find_timing(std::string_view name);

/// Everything that is counted of one lift in some while. A sum of several is the counts of all of it.
class Counts {
 public:
  std::int64_t& operator[](Counter counter) { return counters_[static_cast<std::size_t>(counter)]; }
  std::int64_t operator[](Counter counter) const { return counters_[static_cast<std::size_t>(counter)]; }
  Histogram& operator[](Timing timing) { return timings_[static_cast<std::size_t>(timing)]; }
  const Histogram& operator[](Timing timing) const { return timings_[static_cast<std::size_t>(timing)]; }

  std::map<int, std::int64_t> starts;             ///< runs by the landing they began at, lowest = 1
  std::map<std::string, std::int64_t> incidents;  ///< alarms and faults by type
  std::map<std::string, std::int64_t> held_back;  ///< by rule and reason: "entrapment latch"

  void add(const Counts& other);
  bool operator==(const Counts&) const = default;

  /// Only what is not zero, under its name: small, and open to counters of later versions.
  template <class Visit>
  void fields(Visit&& visit) {
    std::map<std::string, std::int64_t> numbers = named_counters();
    std::map<std::string, Histogram> times = named_timings();
    visit("counters", numbers);
    visit("timings", times);
    visit("starts", starts);
    visit("incidents", incidents);
    visit("held_back", held_back);
    take(numbers, times);
  }

  std::map<std::string, std::int64_t> named_counters() const;
  std::map<std::string, Histogram> named_timings() const;
  void take(const std::map<std::string, std::int64_t>& counters,
            const std::map<std::string, Histogram>& timings);

 private:
  std::array<std::int64_t, counter_count> counters_{};
  std::array<Histogram, timing_count> timings_{};
};

}  // namespace liftbox
