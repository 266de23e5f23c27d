#include "agent/elevator/detectors/overspeed.hpp"

namespace liftbox {

Verdict Overspeed::observe(const CarState& car, Moment now) {
  Verdict verdict;
  if (!rated_mm_s_) return verdict;
  const SignalState& speed = car.state(Signal::car_speed);
  too_fast_.update(speed, *rated_mm_s_ * rules_.overspeed_percent / 100 + 1);
  not_yet_normal_.update(speed, (*rated_mm_s_ * rules_.overspeed_ends_percent + 99) / 100);
  if (Event* const said = memory.raise_when(all_of(too_fast_.fact), car.inspection(), rules_.overspeed,
                                            Silence::starts_over, now, verdict))
    said->evidence = SpeedEvidence{speed.value, *rated_mm_s_};
  const Fact normal = !not_yet_normal_.fact;
  if (memory.open && verdict.lasted(normal, rules_.normal_again, now))
    memory.clear(normal.since, now, verdict);
  return verdict;
}

}  // namespace liftbox
