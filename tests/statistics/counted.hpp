#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "agent/records/rfc3339.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {

/// A lift that is counted: its signals are set at a time, the wall clock is told, hours and days are kept.
class Counted {
 public:
  explicit Counted(std::initializer_list<Signal> signals, const LiftFacts& facts = {}, Moment start = {})
      : lift{Rules{}, facts, std::vector{lines(signals)}, start} {}

  Counted& set(Duration time, Values values) {
    std::vector<Reading> readings;
    for (const auto& [signal, value] : values) readings.push_back({signal, value, at(time), Quality::good});
    return take(lift.apply(readings));
  }
  Counted& lose(Duration time, Signal signal) {
    return take(lift.apply(std::vector{Reading{signal, 0, at(time), Quality::bad}}));
  }
  Counted& until(Duration time) { return take(lift.look(at(time))); }
  Counted& say(Duration time, PersonSays::What what) {
    return take(lift.person({what, EventType::entrapment, "A1234"}, at(time)));
  }
  /// The wall clock shows this at that time.
  Counted& wall(Duration time, const std::string& shows, bool set = true) {
    const Rfc3339 wall = parse_rfc3339(shows).value();
    return take(lift.wall({at(time), wall.ms, wall.utc_offset_min, set}));
  }
  /// To a landing, in 10 s; they lie 3 m apart.
  Counted& run(Duration time, int to) {
    set(time, {{car_moving, 1}, {door_zone, 0}});
    set(time + 5s, {{floor, to}, {car_position, (to - 1) * 3000}});
    return set(time + 10s, {{car_moving, 0}, {door_zone, 1}}).until(time + 12s);
  }

  Counts today(Duration time) const { return lift.today(at(time)).counts; }
  /// What was closed since the last time it was asked.
  std::vector<StatisticsDocument> closed() { return std::exchange(closed_, {}); }

  /// The same box after a restart, in the same boot or another.
  void restart_into(Counted& next, Duration time, Duration next_time, const std::string& next_boot) {
    Journal journal{{"box", ""}, {}, {}};
    const std::string memory = save_memory(lift, journal, {"boot", at(time), 0, false});
    restore_memory(memory, next.lift, journal, {next_boot, at(next_time), 0, false});
  }

  Lift lift;

 private:
  Counted& take(Outcome outcome) {
    for (StatisticsDocument& document : outcome.statistics) closed_.push_back(std::move(document));
    return *this;
  }

  std::vector<StatisticsDocument> closed_;
};

/// A lift that stands at its first landing.
inline Counted at_work(Duration start = 0s) {
  Counted lift{{car_moving, door_zone, floor, car_position}, {}, at(start)};
  lift.set(start, {{car_moving, 0}, {door_zone, 1}, {floor, 1}, {car_position, 0}});
  return lift;
}

/// "hour 2026-01-05T08:00:00+08:00 3": a document and its runs.
inline std::string brief(const StatisticsDocument& document) {
  std::string from = document.from_ms ? format_rfc3339(*document.from_ms, document.utc_offset_min) : "?";
  if (const auto fraction = from.find(".000"); fraction != std::string::npos) from.erase(fraction, 4);
  return std::string{name(document.period)} + ' ' + from + ' ' +
         std::to_string(document.counts[Counter::runs]);
}
inline std::vector<std::string> brief(const std::vector<StatisticsDocument>& documents) {
  std::vector<std::string> all;
  for (const StatisticsDocument& document : documents) all.push_back(brief(document));
  return all;
}

}  // namespace liftbox::test
