#include "agent/elevator/needs.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "agent/elevator/lift.hpp"
#include "tests/scenarios/scenario.hpp"

// What the table of needs says is held against what the detectors do with the recorded scenarios: it cannot
// drift from them.
namespace {

using namespace liftbox;
using test::Scenario;

std::vector<Scenario> all_traces() {
  std::vector<Scenario> all;
  for (const auto& entry : std::filesystem::directory_iterator{SCENARIO_DIR}) {
    if (entry.path().extension() != ".csv") continue;
    all.push_back(test::read_scenario(entry.path()));
  }
  return all;
}

SignalSet set_of(const std::vector<Signal>& signals) {
  SignalSet set;
  for (const Signal signal : signals) set.set(index(signal));
  return set;
}

SignalSet bound_in(const Scenario& trace) {
  SignalSet set;
  for (const Binding& binding : trace.bindings.bindings) set.set(index(binding.signal));
  return set;
}

/// The same while, seen by a box that is wired to these signals only.
Scenario seen_with(Scenario trace, const SignalSet& wired) {
  const auto unwired = [&](const auto& one) { return !wired[index(one.signal)]; };
  std::erase_if(trace.bindings.bindings, unwired);
  std::erase_if(trace.readings, unwired);
  return trace;
}

bool tells_of_open_door(Signal signal) {
  return signal == Signal::door_open || signal == Signal::rear_door_open;
}

/// What another sensor would have read of the same: a closed door is one that is not open.
Value as_read_by(Signal to, Signal from, Value value) {
  if (tells_of_open_door(to) != tells_of_open_door(from)) return value == 0 ? 1 : 0;
  if (to == Signal::car_speed) return value * 1000;
  if (to == Signal::load_kg) return value * 75;
  return value;
}

/// The height of a car that moves at 1 m/s while it is said to move.
void climb(std::vector<Reading>& readings, Moment end) {
  std::vector<Reading> heights;
  Value height = 0;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const Moment until = i + 1 < readings.size() ? readings[i + 1].at : end;
    for (Moment at = readings[i].at; at < until; at += Duration{200}) {
      heights.push_back({Signal::car_position, height, at, readings[i].quality});
      if (readings[i].value != 0) height += 200;
    }
  }
  readings = std::move(heights);
}

/// The same while, told by another signal of the group.
Scenario told_by(Signal to, Signal from, const Scenario& original) {
  Scenario trace = seen_with(original, ~set_of({to}));
  for (Binding& binding : trace.bindings.bindings)
    if (binding.signal == from) binding.signal = to;
  std::vector<Reading> told;
  for (const Reading& reading : trace.readings)
    if (reading.signal == from)
      told.push_back({to, as_read_by(to, from, reading.value), reading.at, reading.quality});
  if (to == Signal::car_position) climb(told, trace.end);
  std::erase_if(trace.readings, [&](const Reading& reading) { return reading.signal == from; });
  trace.readings.insert(trace.readings.end(), told.begin(), told.end());
  std::stable_sort(trace.readings.begin(), trace.readings.end(),
                   [](const Reading& a, const Reading& b) { return a.at < b.at; });
  return trace;
}

bool raises(const Scenario& trace, const Need& need) {
  Lift lift{trace.rules, trace.facts, {&trace.bindings, 1}, Moment{}};
  const auto told = [&](const Outcome& outcome) {
    return std::any_of(outcome.occurrences.begin(), outcome.occurrences.end(),
                       [&](const Occurrence& occurrence) { return is_of(need, occurrence.event); });
  };
  const bool before = told(lift.apply(trace.readings));
  return told(lift.look(trace.end)) || before;
}

/// Whether some scenario raises it for a box with one signal of each group only, `asked` among them; where
/// no scenario knows that signal, another of its group is told by it.
bool suffices(const std::vector<Scenario>& traces, const Need& need, std::size_t group, Signal asked) {
  for (const Scenario& trace : traces)
    for (const Signal from : need.groups[group]) {
      if (!bound_in(trace)[index(from)]) continue;
      const Scenario told = from == asked ? trace : told_by(asked, from, trace);
      std::vector<std::vector<Signal>> choices{{}};
      for (std::size_t i = 0; i < need.groups.size(); ++i) {
        std::vector<std::vector<Signal>> longer;
        for (const auto& choice : choices)
          for (const Signal signal : i == group ? std::vector<Signal>{asked} : need.groups[i]) {
            longer.push_back(choice);
            longer.back().push_back(signal);
          }
        choices = std::move(longer);
      }
      for (const auto& choice : choices) {
        const SignalSet wired = set_of(choice);
        if ((wired & ~bound_in(told)).none() && raises(seen_with(told, wired), need)) return true;
      }
    }
  return false;
}

/// Of which all is known that a detector asks for.
LiftFacts known_lift() {
  LiftFacts facts;
  facts.rated_speed_mm_s = 1000;
  facts.box = {.on_charge_mv = 13'200, .battery_low_mv = 11'500};
  return facts;
}

bool has_need(const Event& event) {
  const auto all = needs(known_lift());
  return std::any_of(all.begin(), all.end(), [&](const Need& need) { return is_of(need, event); });
}

}  // namespace

TEST_CASE("a box that lacks what an event needs never raises it", "[needs]") {
  const bool parks_with_door_open = GENERATE(false, true);
  for (Scenario trace : all_traces()) {
    trace.facts.parks_with_door_open = parks_with_door_open;
    for (const Need& need : needs(trace.facts))
      for (const auto& group : need.groups) {
        const Scenario seen = seen_with(trace, ~set_of(group));
        CHECK_FALSE(missing(need, bound_in(seen)).empty());
        INFO(need.what << " without " << name(group.front()));
        CHECK_FALSE(raises(seen, need));
      }
  }
}

TEST_CASE("a box that has no more than what an event needs can raise it", "[needs]") {
  const std::vector<Scenario> traces = all_traces();
  for (const Need& need : needs(known_lift()))
    for (std::size_t group = 0; group < need.groups.size(); ++group)
      for (const Signal signal : need.groups[group]) {
        INFO(need.what << " by " << name(signal));
        CHECK(suffices(traces, need, group, signal));
      }
}

TEST_CASE("every event of the scenarios has its needs, but those of sources, sensors and visits", "[needs]") {
  for (const Scenario& trace : all_traces()) {
    Lift lift{trace.rules, trace.facts, {&trace.bindings, 1}, Moment{}};
    Outcome outcome = lift.apply(trace.readings);
    for (const Occurrence& occurrence : outcome.occurrences) {
      INFO(name(occurrence.event.type));
      const bool of_a_source = occurrence.event.type == EventType::source_lost;
      const bool of_a_sensor = name(occurrence.event.type).starts_with("sensor_");
      const bool of_the_cover = occurrence.event.type == EventType::tamper;
      const bool of_a_visit = name(occurrence.event.type).starts_with("maintenance_");
      const bool of_the_button = occurrence.event.type == EventType::alarm_button_filtered;
      CHECK((of_a_source || of_a_sensor || of_a_visit || of_the_cover || of_the_button ||
             has_need(occurrence.event)));
    }
  }
}
