#include "agent/elevator/detectors/door_open.hpp"

#include <algorithm>

namespace liftbox {
namespace {

/// Stopped in the zone after a run, and shut ever since.
Fact arrived_shut(const CarState& car, Moment stopped) {
  Fact arrived = car.standing() && car.in_zone() && car.shut();
  if (arrived.yes() && car.shut().since > stopped) arrived.is = Kleene::no;
  if (arrived.yes()) arrived.since = std::max(arrived.since, stopped);
  return arrived;
}

/// A car may count as occupied that nobody is in. Who waits for the door moves, later than a PIR holds what
/// it saw before the stop, or asks.
Fact shows_somebody(const CarState& car, Moment stopped, Duration presence_hold) {
  const auto since = [&](Signal signal, Moment from) {
    const Fact fact = car.is(signal);
    return fact.yes() || (fact.no() && fact.since >= from);
  };
  const bool unseen = car.presence().unknown();
  const bool asks = since(Signal::car_call, stopped) || since(Signal::alarm_button, stopped) ||
                    since(Signal::door_open_command, stopped);
  return {kleene(unseen || asks || since(Signal::presence, stopped + presence_hold)), long_ago,
          car.standing().read_at};
}

}  // namespace

Verdict DoorOpenFault::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact opened = !car.shut() && car.in_zone();
  if (memory.fault.open && opened.yes()) memory.fault.clear(opened.since, now, verdict);
  if (car.motion().running()) {  // what the inputs fell silent in, or a restart kept, is over
    memory.occupied = {};
    memory.occupied_why_not = {};
    memory.fault.condition = {};
    memory.fault.why_not = {};
  }
  const auto stopped = car.motion().run_ended();
  if (!stopped || car.motion().running()) return verdict;
  const Fact arrived = arrived_shut(car, *stopped);
  judge_occupied(car, arrived, now, verdict);
  if (Event* const said =
          memory.fault.raise_when(all_of(arrived, car.is(Signal::door_open_command)), car.inspection(),
                                  rules_.door_open_command, Silence::keeps_counting, now, verdict))
    said->evidence = DoorEvidence{DoorEvidence::Why::commanded, 0};
  return verdict;
}

void DoorOpenFault::judge_occupied(const CarState& car, const Fact& arrived, Moment now, Verdict& verdict) {
  const Fact occupied{kleene(car.occupancy() == Occupancy::occupied), car.occupancy_since(), now};
  const Condition waits = all_of(arrived, occupied, shows_somebody(car, arrived.since, presence_hold_));
  memory.occupied.observe(waits.fact && !car.inspection(), Silence::keeps_counting);
  if (memory.fault.open) return;
  if (memory.occupied.since) {
    const Moment due = *memory.occupied.since + rules_.door_open_occupied;
    verdict.look(std::max(due, now + Duration{1}));
    if (now >= due)
      memory.fault.raise(*memory.occupied.since,
                         memory.occupied.certain ? Confidence::certain : Confidence::possible,
                         DoorEvidence{DoorEvidence::Why::occupied, 0}, now, verdict);
    return;
  }
  std::optional<HeldBack::Reason> reason;
  if (waits.fact.yes()) reason = HeldBack::Reason::mode;
  if (waits.fact.unknown() && !car.inspection().yes()) reason = HeldBack::Reason::unknown_input;
  if (memory.fault.why_not.said) reason.reset();  // of this stop already
  memory.occupied_why_not.observe(EventType::door_open_fault, waits, reason, rules_.door_open_occupied, now,
                                  verdict);
}

}  // namespace liftbox
