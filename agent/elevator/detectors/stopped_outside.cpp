#include "agent/elevator/detectors/stopped_outside.hpp"

namespace liftbox {

Verdict StoppedOutside::observe(const CarState& car, Moment now) {
  Verdict verdict;
  memory.raise_when(all_of(car.standing(), !car.in_zone()), car.inspection(), rules_.outside_zone,
                    Silence::keeps_counting, now, verdict);
  if (!memory.open) return verdict;
  if (car.in_zone().yes())
    memory.clear(car.in_zone().since, now, verdict);
  else if (verdict.lasted(car.moving(), rules_.moves_on, now))
    memory.clear(car.moving().since, now, verdict);
  return verdict;
}

}  // namespace liftbox
