#include "agent/elevator/detectors/mains_lost.hpp"

namespace liftbox {

Verdict MainsLost::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact mains = car.is(Signal::mains_power);
  memory.raise_when(!mains, rules_.mains_lost, Silence::starts_over, now, verdict);
  if (memory.open && verdict.lasted(mains, rules_.mains_back, now)) memory.clear(mains.since, now, verdict);
  return verdict;
}

}  // namespace liftbox
