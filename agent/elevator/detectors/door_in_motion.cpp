#include "agent/elevator/detectors/door_in_motion.hpp"

namespace liftbox {
namespace {

/// Where a door has no business to be open.
Fact on_its_way(const CarState& car) {
  return car.moving() && (car.bound(Signal::car_speed) ? car.fast() : !car.in_zone());
}

}  // namespace

Verdict DoorOpenWhileMoving::observe(const CarState& car, Moment now) {
  Verdict verdict;
  follow(car);
  if (memory.fault.open) {
    if (verdict.lasted(car.shut(), rules_.shut_again, now))
      memory.fault.clear(car.shut().since, now, verdict);
    return verdict;
  }
  const Fact wrong = on_its_way(car) && !car.shut();
  if (set_off_shut_ == true) judge(wrong && !car.inspection(), now, verdict);
  return verdict;
}

/// The doors' first reading after the car began to move tells: an earlier one may be older than the door.
void DoorOpenWhileMoving::follow(const CarState& car) {
  if (!car.moving().yes()) set_off_shut_.reset();
  if (set_off_shut_ || !car.moving().yes() || car.shut().unknown()) return;
  if (car.shut().read_at >= car.moving().since) set_off_shut_ = car.shut().yes();
}

void DoorOpenWhileMoving::judge(const Fact& wrong, Moment now, Verdict& verdict) {
  if (!verdict.lasted(wrong, rules_.door_in_motion, now)) return;
  if (wrong.read_at < wrong.since)  // what was read before the door opened may be over
    verdict.await_reading(wrong, reread_, now);
  else
    memory.fault.raise(wrong.since, Confidence::certain, {}, now, verdict);
}

}  // namespace liftbox
