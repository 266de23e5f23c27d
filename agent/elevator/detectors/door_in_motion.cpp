#include "agent/elevator/detectors/door_in_motion.hpp"

namespace liftbox {

Verdict DoorOpenWhileMoving::observe(const CarState& car, Moment now) {
  Verdict verdict;
  follow(car);
  if (memory.fault.open) {
    if (verdict.lasted(car.shut(), rules_.shut_again, now))
      memory.fault.clear(car.shut().since, now, verdict);
    return verdict;
  }
  if (memory.set_off_shut == true || (memory.set_off_shut == false && memory.unread))
    judge(car, all_of(car.on_its_way(), !car.shut()), now, verdict);
  return verdict;
}

/// The doors' first reading after the car began to move tells: an earlier one may be older than the door.
void DoorOpenWhileMoving::follow(const CarState& car) {
  if (!car.moving().yes()) {
    memory.set_off_shut.reset();
    memory.unread = false;
  }
  memory.unread = memory.unread || (!memory.set_off_shut && car.moving().yes() && car.shut().unknown());
  if (memory.set_off_shut || !car.moving().yes() || car.shut().unknown()) return;
  if (car.shut().read_at >= car.moving().since) memory.set_off_shut = car.shut().yes();
}

void DoorOpenWhileMoving::judge(const CarState& car, const Condition& wrong, Moment now, Verdict& verdict) {
  const bool inspection = car.inspection().yes();
  std::optional<HeldBack::Reason> reason;
  if (wrong.fact.yes() && inspection) reason = HeldBack::Reason::mode;
  const bool was_unread = memory.set_off_shut == false;  // open, and nobody knows since when
  if ((wrong.fact.unknown() || was_unread) && !inspection) reason = HeldBack::Reason::unknown_input;
  memory.fault.why_not.observe(EventType::door_open_while_moving, wrong, reason, rules_.door_in_motion, now,
                               verdict, was_unread && !inspection ? "doors_at_start" : "");
  if (was_unread) return;
  const Fact judged = wrong.fact && !car.inspection();
  if (!verdict.lasted(judged, rules_.door_in_motion, now)) return;
  if (judged.read_at < judged.since)  // what was read before the door opened may be over
    verdict.await_reading(judged, reread_, now);
  else
    memory.fault.raise(judged.since, Confidence::certain, {}, now, verdict);
}

}  // namespace liftbox
