#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "tests/elevator/kept_records.hpp"

namespace liftbox::test {

using enum Signal;
using Values = std::initializer_list<std::pair<Signal, Value>>;
using Said = std::vector<std::string>;

inline Moment at(Duration time) {
  return Moment{time};
}

inline SourceBindings lines(std::initializer_list<Signal> signals) {
  SourceBindings source{"lines", {}};
  for (const Signal signal : signals) source.bindings.push_back({signal, Arrival::edges, {}});
  return source;
}

inline SourceBindings bus(std::initializer_list<Signal> signals, Duration interval = Duration{500}) {
  SourceBindings source{"bus", {}};
  for (const Signal signal : signals) source.bindings.push_back({signal, Arrival::polled, interval});
  return source;
}

/// A lift on the bench: its signals are set at a time, time runs on, and what it says is written down as
/// "135000 entrapment confirmed certain".
class Bench {
 public:
  explicit Bench(std::vector<SourceBindings> sources, const Rules& rules = {}, const LiftFacts& facts = {},
                 Moment start = {})
      : lift{rules, facts, sources, start} {}
  explicit Bench(std::initializer_list<Signal> signals) : Bench{std::vector{lines(signals)}} {}

  Bench& set(Duration time, Values values) {
    std::vector<Reading> readings;
    for (const auto& [signal, value] : values) readings.push_back({signal, value, at(time), Quality::good});
    return take(lift.apply(readings));
  }
  Bench& read(const std::vector<Reading>& readings) { return take(lift.apply(readings)); }
  Bench& lose(Duration time, std::initializer_list<Signal> signals) {
    std::vector<Reading> readings;
    for (const Signal signal : signals) readings.push_back({signal, 0, at(time), Quality::bad});
    return take(lift.apply(readings));
  }
  /// The line has bounced, and reads as it did before.
  Bench& bounce(Duration time, Signal signal, Value value, int raw_edges) {
    const Reading reading{signal, value, at(time), Quality::good, raw_edges};
    return take(lift.apply({&reading, 1}));
  }
  /// The same answer again and again, the last at `to`.
  Bench& poll(Duration from, Duration to, Duration interval, Values values) {
    for (Duration time = from; time <= to; time += interval) set(time, values);
    return *this;
  }
  Bench& until(Duration time) { return take(lift.look(at(time))); }
  Bench& change(Duration time, const Rules& rules, const std::vector<SourceBindings>& sources,
                const std::vector<std::string>& undisturbed) {
    return take(lift.change(rules, {}, sources, undisturbed, at(time)));
  }
  Bench& person(Duration time, PersonSays::What what, EventType incident = EventType::entrapment) {
    return take(lift.person({what, incident, "A1234"}, at(time)));
  }

  /// `date` begins at midnight, where the lift is, 8 h ahead of UTC.
  Bench& wall(Duration time, Date date, Duration of_day = {}, bool set = true) {
    constexpr int ahead = 480;
    const auto local = date.time_since_epoch() + of_day - std::chrono::minutes{ahead};
    return take(lift.wall({at(time), Duration{local}.count(), ahead, set}));
  }
  Bench& tell(const Outcome& outcome) { return take(outcome); }

  /// Of the last thing that was said.
  template <class Kind>
  const Kind& evidence() const {
    return std::get<Kind>(last_.value().evidence);
  }

  /// Since the last time it was asked.
  Said said() { return std::exchange(said_, {}); }
  /// "45000 entrapment mode inspection", since the last time it was asked.
  Said held_back() { return std::exchange(held_back_, {}); }
  /// Of the last thing that was said of it.
  const EntrapmentEvidence& entrapment() const { return entrapment_.value(); }
  int repeats() { return std::exchange(repeats_, 0); }
  Occupancy occupancy() const { return lift.car().occupancy(); }
  const CarState& car() const { return lift.car(); }

  Lift lift;

 private:
  Bench& take(const Outcome& outcome) {
    keep_records(outcome);
    for (const Occurrence& occurrence : outcome.occurrences) {
      const Event& event = occurrence.event;
      said_.push_back(std::to_string(event.at.time_since_epoch().count()) + ' ' +
                      std::string{name(event.type)} + ' ' + std::string{name(event.phase)} + ' ' +
                      std::string{name(event.confidence)});
      last_ = event;
      if (const auto* evidence = std::get_if<EntrapmentEvidence>(&event.evidence)) entrapment_ = *evidence;
    }
    for (const HeldBackNote& note : outcome.held_back)
      held_back_.push_back(std::to_string(note.what.at.time_since_epoch().count()) + ' ' +
                           std::string{name(note.what.type)} + ' ' + std::string{name(note.what.reason)} +
                           (note.what.by.empty() ? "" : ' ' + note.what.by));
    if (outcome.repeat_entrapment) ++repeats_;
    return *this;
  }

  Said said_;
  Said held_back_;
  std::optional<Event> last_;
  std::optional<EntrapmentEvidence> entrapment_;
  int repeats_ = 0;
};

}  // namespace liftbox::test
