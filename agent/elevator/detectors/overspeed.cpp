#include "agent/elevator/detectors/overspeed.hpp"

namespace liftbox {

Verdict Overspeed::observe(const CarState& car, Moment now) {
  Verdict verdict;
  if (!rated_mm_s_) return verdict;
  const SignalState& speed = car.state(Signal::car_speed);
  memory.too_fast.update(speed, *rated_mm_s_ * rules_.overspeed_percent / 100 + 1);
  memory.not_yet_normal.update(speed, (*rated_mm_s_ * rules_.overspeed_ends_percent + 99) / 100);
  if (Event* const said = memory.fault.raise_when(all_of(memory.too_fast.fact), car.inspection(),
                                                  rules_.overspeed, Silence::starts_over, now, verdict))
    said->evidence = SpeedEvidence{speed.value, *rated_mm_s_};
  const Fact normal = !memory.not_yet_normal.fact;
  if (memory.fault.open && verdict.lasted(normal, rules_.normal_again, now))
    memory.fault.clear(normal.since, now, verdict);
  return verdict;
}

}  // namespace liftbox
