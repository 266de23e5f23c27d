#include "tests/eval/dues_sensors.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "tests/eval/facts.hpp"
#include "tests/eval/sight.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;
using Is = worn::Signal;

constexpr Duration told_for = 1h;  ///< and not told again, of something before

/// What is counted until it is noticed.
struct Counted {
  std::string_view stuck;
  std::string_view counted;
  int times;
};
constexpr std::array counted_until{Counted{"door_zone", "ran_ms", 10},
                                   Counted{"door_closed", "ran_ms", 50},
                                   Counted{"door_open", "ran_ms", 50},
                                   Counted{"door_locked", "ran_ms", 50},
                                   Counted{"brake_1_released", "ran_ms", 50},
                                   Counted{"brake_2_released", "ran_ms", 50},
                                   Counted{"presence", "opened_for_somebody_ms", 50}};
/// A run is over once the car has stood for a second, which a poll tells; a door is open after two.
constexpr Duration counts_after = 2s;

constexpr std::array counted_with{Is::door_zone,     Is::door_closed,      Is::door_open,
                                  Is::door_locked,   Is::brake_1_released, Is::brake_2_released,
                                  Is::car_moving,    Is::load_kg,          Is::mains_power,
                                  Is::brake_command, Is::service_mode,     Is::car_call};

std::string_view stuck_one(const worn::Truth& truth) {
  return truth.kind == "switch_stuck" ? std::string_view{truth.facts.front().first} : "presence";
}

/// The so-manieth time that it happened.
Moment nth(const worn::Truth& truth, std::string_view name, int times) {
  for (const auto& [fact, value] : truth.facts)
    if (fact == name && --times == 0) return at(value);
  return never;
}

/// The first time that it was so for a second and a half.
Moment first_lasting(const worn::Truth& truth, std::string_view begins, std::string_view ends) {
  Moment since = never;
  for (const auto& [fact, value] : truth.facts) {
    if (fact == begins) since = at(value);
    if (fact == ends && since != never && at(value) >= since + 1500ms) return since;
  }
  return never;
}

class Sensors {
 public:
  Sensors(const worn::Setup& setup, const std::vector<worn::Truth>& truths) : sight_{setup.wiring, truths} {
    for (const worn::Truth& truth : truths)
      if (truth.kind == "inspection" || truth.kind == "mains_lost" || truth.kind == "load_cell_off")
        not_counted_.add(at(truth.from_ms) - 10s, at(truth.upto_ms) + 10s);
  }

  void add(const worn::Truth& truth, std::vector<Due>& dues) const {
    const std::string_view stuck = stuck_one(truth);
    for (const Counted& row : counted_until)
      if (row.stuck == stuck)
        say(truth, EventType::sensor_stuck, nth(truth, row.counted, row.times), counts_after, dues);
    if (truth.kind != "switch_stuck" || truth.facts.front().second == 0) return;
    if (stuck == "door_closed")
      say(truth, EventType::sensor_conflict, first_lasting(truth, "open_ms", "open_upto_ms"), 1s, dues);
    if (stuck == "door_open")
      say(truth, EventType::sensor_conflict, first_lasting(truth, "shut_ms", "shut_upto_ms"), 1s, dues);
  }

 private:
  void say(const worn::Truth& truth, EventType type, Moment since, Duration limit,
           std::vector<Due>& dues) const {
    if (since == never || !seen(truth, since + limit)) return;
    dues.push_back({.type = type,
                    .kind = truth.cause,
                    .from = at(truth.from_ms),
                    .at = since + limit,
                    .until = at(truth.upto_ms) + told_for,
                    .soonest = at(truth.from_ms)});
  }

  bool seen(const worn::Truth& truth, Moment when) const {
    const Moment from = at(truth.from_ms);
    const bool lasts = at(truth.upto_ms) >= when + patience;
    if (!lasts || not_counted_.touch(from, when) || sight_.lies(from - told_for, from - 1ms)) return false;
    return std::all_of(counted_with.begin(), counted_with.end(), [&](Is signal) {
      return worn::name(signal) == stuck_one(truth) || sight_.clear(from, when + patience, {signal});
    });
  }

  Sight sight_;
  Spans not_counted_;
};

}  // namespace

std::vector<Due> sensor_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths) {
  std::vector<Due> dues;
  const Sensors sensors{setup, truths};
  for (const worn::Truth& truth : truths)
    if (truth.kind == "switch_stuck" || truth.kind == "presence_stuck" || truth.kind == "presence_dead")
      sensors.add(truth, dues);
  return dues;
}

}  // namespace liftbox::eval
