#include "agent/elevator/detectors/unintended_movement.hpp"

#include <algorithm>

namespace liftbox {
namespace {

/// A switch that read unlocked through the whole run before tells nothing of this one.
Fact unlocked(const CarState& car) {
  const Fact unlocked = !car.is(Signal::door_locked);
  const auto run_before = car.motion().last_run_began();
  if (unlocked.yes() && run_before && unlocked.since < *run_before) return !unlocked;
  return unlocked;
}

/// One of the two is enough: locks are bridged (短接门锁), and then read locked.
Fact not_secured(const CarState& car) {
  return !car.shut() || unlocked(car);
}

}  // namespace

/// Since when it may move: a slow poll tells of that later than the switches of the brake. Where nothing
/// tells of it, a car that was in the zone for a moment only passed through.
Moment UnintendedMovement::may_move_since(const CarState& car, Moment began) const {
  if (car.moving().unknown() && began - in_zone_since_ < rules_.passing) return long_ago;
  if (car.moving().yes()) began = std::min(began, car.moving().since);
  for (int arm = 1; arm <= max_brake_arms; ++arm)
    if (const Fact released = car.is(brake_arm(arm)); released.yes()) began = std::min(began, released.since);
  return began;
}

Verdict UnintendedMovement::observe(const CarState& car, Moment now) {
  Verdict verdict;
  suspect(car);
  if (suspicion_)
    judge(car, now, verdict);
  else
    say_what_is_unread(car, now, verdict);
  if (!memory.fault.open) return verdict;
  const Fact safe = car.standing() && car.shut();
  if (verdict.lasted(safe, rules_.shut_again, now)) memory.fault.clear(safe.since, now, verdict);
  return verdict;
}

void UnintendedMovement::suspect(const CarState& car) {
  const Fact outside = !car.in_zone();
  const bool left = was_in_zone_ && outside.yes();
  const bool became_fast = was_slow_ && car.fast().yes();
  was_in_zone_ = car.in_zone().yes();
  if (was_in_zone_) in_zone_since_ = car.in_zone().since;
  was_slow_ = car.fast().no();
  if (suspicion_ || memory.fault.open || !(left || became_fast)) return;
  const Moment began = left ? outside.since : car.fast().since;
  suspicion_ = {began, may_move_since(car, began), left, false};
}

/// It moves with a door open, and nobody can tell whether it only levels.
void UnintendedMovement::say_what_is_unread(const CarState& car, Moment now, Verdict& verdict) {
  const Fact open = not_secured(car);
  const Fact moves_open = car.moving() && open;
  Fact away = !car.in_zone();
  if (car.bound(Signal::car_speed)) away = away || car.fast();
  const bool undecided =
      moves_open.yes() && away.unknown() && open.since <= car.moving().since && !memory.fault.open;
  unread_why_not_.observe(EventType::unintended_movement,
                          undecided ? true_since(moves_open.since) : Condition{{Kleene::no, now, now}},
                          HeldBack::Reason::unknown_input, rules_.unintended, now, verdict);
}

void UnintendedMovement::judge(const CarState& car, Moment now, Verdict& verdict) {
  const Fact open = not_secured(car);
  const bool still = suspicion_->left_zone ? car.in_zone().no() : car.fast().yes();
  if (!still || open.no() || open.since > suspicion_->moved_since) {
    suspicion_.reset();
    return;
  }
  suspicion_->unread = suspicion_->unread || open.unknown();
  const Moment due = suspicion_->began + rules_.unintended;
  if (now < due) {
    verdict.look(due);
  } else if (suspicion_->unread) {
    verdict.held_back.push_back(
        {EventType::unintended_movement, HeldBack::Reason::unknown_input, now, suspicion_->began, {}, {}});
    suspicion_.reset();
  } else if (open.read_at < suspicion_->began) {  // a slow poll may not have seen the door shut yet
    verdict.await_reading(open, reread_, now);
  } else {
    const MovementEvidence evidence{suspicion_->left_zone, car.value(Signal::car_speed)};
    memory.fault.raise(suspicion_->began, Confidence::certain, evidence, now, verdict);
    suspicion_.reset();
  }
}

}  // namespace liftbox
