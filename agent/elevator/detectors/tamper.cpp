#include "agent/elevator/detectors/tamper.hpp"

namespace liftbox {

Verdict Tamper::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact tampered = car.is(Signal::tamper);
  memory.raise_when(tampered, rules_.tamper, Silence::starts_over, now, verdict);
  if (memory.open && verdict.lasted(!tampered, rules_.tamper_over, now))
    memory.clear(tampered.since, now, verdict);
  return verdict;
}

}  // namespace liftbox
