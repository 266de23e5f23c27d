#include "agent/elevator/detectors/run_time_limiter.hpp"

#include <algorithm>
#include <cstdlib>

namespace liftbox {
namespace {

/// The nearest to the motor that is wired and believed.
Fact driven(const CarState& car) {
  if (const auto on = car.machine().motor_on(); on && car.bound(Signal::run_contactor)) return *on;
  if (car.bound(Signal::brake_command)) return car.is(Signal::brake_command);
  return car.moving();
}

}  // namespace

RunTimeLimiter::RunTimeLimiter(const Rules& rules, const LiftFacts& facts)
    : rules_{rules.faults},
      learned_margin_{rules.words.learned_margin},
      least_move_mm_{std::max(rules.words.moving_distance_mm, 2 * facts.position_resolution_mm)} {}

Verdict RunTimeLimiter::observe(const CarState& car, Moment now) {
  Verdict verdict;
  follow_height(car);
  const Fact unchanged = nowhere(car, now);
  if (memory.fault.condition.since && unchanged.since > *memory.fault.condition.since)
    memory.fault.condition = {};
  const Fact drives = driven(car);
  const RunTimeEvidence evidence = limit(car);
  if (Event* const said = memory.fault.raise_when(all_of(drives, unchanged), car.inspection(), evidence.limit,
                                                  Silence::starts_over, now, verdict))
    said->evidence = evidence;
  if (memory.fault.open && verdict.lasted(!drives, rules_.normal_again, now))
    memory.fault.clear(drives.since, now, verdict);
  return verdict;
}

void RunTimeLimiter::follow_height(const CarState& car) {
  const auto position = car.value(Signal::car_position);
  if (!position)
    memory.height.reset();
  else if (!memory.height || std::abs(*position - memory.height->value) >= least_move_mm_)
    memory.height = {*position, car.state(Signal::car_position).since};
}

/// Since when floor, zone and height have been what they are; unknown while one of them is.
Fact RunTimeLimiter::nowhere(const CarState& car, Moment now) const {
  Fact unchanged{Kleene::unknown, long_ago, now};
  for (const Signal signal : {Signal::floor, Signal::door_zone, Signal::car_position}) {
    if (!car.bound(signal)) continue;
    if (!car.value(signal)) return {Kleene::unknown, now, now};
    const bool of_height = signal == Signal::car_position;
    unchanged.is = Kleene::yes;
    unchanged.since = std::max(unchanged.since, of_height ? memory.height->since : car.state(signal).since);
  }
  return unchanged;
}

RunTimeEvidence RunTimeLimiter::limit(const CarState& car) const {
  const auto travel = car.motion().full_travel();
  if (!travel || *travel + learned_margin_ >= rules_.motor_run) return {rules_.motor_run, false};
  return {std::max(rules_.motor_run_min, *travel + learned_margin_), true};
}

}  // namespace liftbox
