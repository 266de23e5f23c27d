#include "agent/elevator/detectors/overtravel.hpp"

namespace liftbox {

Verdict Overtravel::observe(const CarState& car, Moment now) {
  Verdict verdict;
  judge(memory.top, car.is(Signal::limit_top), now, verdict);
  judge(memory.bottom, car.is(Signal::limit_bottom), now, verdict);
  return verdict;
}

void Overtravel::judge(Fault& fault, const Fact& limit, Moment now, Verdict& verdict) const {
  fault.raise_when(limit, rules_.overtravel, Silence::starts_over, now, verdict);
  if (fault.open && verdict.lasted(!limit, rules_.normal_again, now)) fault.clear(limit.since, now, verdict);
}

}  // namespace liftbox
