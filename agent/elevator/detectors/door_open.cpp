#include "agent/elevator/detectors/door_open.hpp"

namespace liftbox {
namespace {

/// Stopped in the zone after a run, and shut ever since.
Fact arrived_shut(const CarState& car, Moment stopped) {
  Fact arrived = car.standing() && car.in_zone() && car.shut() && !car.inspection();
  if (arrived.yes() && car.shut().since > stopped) arrived.is = Kleene::no;
  if (arrived.yes()) arrived.since = std::max(stopped, car.inspection().since);
  return arrived;
}

}  // namespace

Verdict DoorOpenFault::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact opened = !car.shut() && car.in_zone();
  if (memory.fault.open && opened.yes()) memory.fault.clear(opened.since, now, verdict);
  if (car.motion().running()) {  // what the inputs fell silent in, or a restart kept, is over
    memory.occupied = {};
    memory.fault.condition = {};
  }
  const auto stopped = car.motion().run_ended();
  if (!stopped || car.motion().running()) return verdict;
  const Fact arrived = arrived_shut(car, *stopped);
  const Fact occupied{kleene(car.occupancy() == Occupancy::occupied), car.occupancy_since(), now};

  memory.occupied.observe(arrived && occupied, Silence::keeps_counting);
  if (!memory.fault.open && memory.occupied.since) {
    const Moment due = *memory.occupied.since + rules_.door_open_occupied;
    verdict.look(std::max(due, now + Duration{1}));
    if (now >= due)
      memory.fault.raise(*memory.occupied.since,
                         memory.occupied.certain ? Confidence::certain : Confidence::possible,
                         DoorEvidence{DoorEvidence::Why::occupied, 0}, now, verdict);
  }
  memory.fault.raise_when(arrived && car.is(Signal::door_open_command), rules_.door_open_command,
                          Silence::keeps_counting, DoorEvidence{DoorEvidence::Why::commanded, 0}, now,
                          verdict);
  return verdict;
}

}  // namespace liftbox
