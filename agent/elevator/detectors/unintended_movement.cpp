#include "agent/elevator/detectors/unintended_movement.hpp"

#include <algorithm>
#include <utility>

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

/// Since when it may move: a slow poll tells of that later than the switches of the brake, which may have set
/// again meanwhile, because a door opened; an arm that was released as the car stood before tells nothing. A
/// car that was in the zone for a moment only passed through, where nothing tells of motion, or that its
/// brake set because a door had opened before: it slides.
Moment UnintendedMovement::may_move_since(const CarState& car, Moment began) const {
  const Fact set = car.machine().any_arm_set();
  const Moment opened = not_secured(car).since;
  const bool door_set_it = set.yes() && opened <= set.since;
  const bool slides = car.moving().no() && door_set_it && opened < memory.in_zone_since;
  const bool passes = began - memory.in_zone_since < rules_.passing;
  if (passes && (car.moving().unknown() || slides)) return long_ago;
  if (car.moving().yes()) began = std::min(began, car.moving().since);
  const bool for_this_run =
      memory.released_since && *memory.released_since > car.motion().stopped().value_or(long_ago);
  const bool released = set.no() || (door_set_it && began - set.since < rules_.passing);
  return released && for_this_run ? std::min(began, *memory.released_since) : began;
}

Verdict UnintendedMovement::observe(const CarState& car, Moment now) {
  Verdict verdict;
  suspect(car);
  if (memory.suspicion)
    judge(car, now, verdict);
  else
    say_what_is_unread(car, now, verdict);
  if (memory.fault.open) look_for_end(car, now, verdict);
  return verdict;
}

/// A busy car may not stand shut for so long before it does the same again.
void UnintendedMovement::look_for_end(const CarState& car, Moment now, Verdict& verdict) {
  const Fact safe = car.standing() && car.shut();
  const auto run = car.motion().run_began();
  const Fact secured = car.bound(Signal::door_locked) ? !not_secured(car) : car.shut();
  const bool runs_shut = run && secured.yes() && secured.since <= *run;
  if (verdict.lasted(safe, rules_.shut_again, now) || runs_shut)
    memory.fault.clear(runs_shut ? *run : safe.since, now, verdict);
}

void UnintendedMovement::suspect(const CarState& car) {
  const Fact outside = !car.in_zone();
  const bool left = memory.was_in_zone && outside.yes();
  const bool became_fast = memory.was_slow && car.fast().yes();
  if (const Fact set = car.machine().any_arm_set(); set.no()) memory.released_since = set.since;
  const Fact chain = car.is(Signal::safety_chain);
  if (chain.no()) memory.chain_opened = chain.since;
  if (chain.unknown()) memory.chain_opened.reset();
  memory.was_in_zone = car.in_zone().yes();
  if (left) memory.left_zone = outside.since;
  if (memory.was_in_zone && car.in_zone().since >= memory.left_zone + rules_.unintended)
    memory.in_zone_since = car.in_zone().since;
  memory.was_slow = car.fast().no();
  if (memory.suspicion || memory.fault.open || !(left || became_fast)) return;
  const Moment began = left ? outside.since : car.fast().since;
  memory.suspicion = {began, may_move_since(car, began), left, false};
}

/// It moves with a door open, and nobody can tell whether it only levels.
void UnintendedMovement::say_what_is_unread(const CarState& car, Moment now, Verdict& verdict) {
  const Fact open = not_secured(car);
  const Fact moves_open = car.moving() && open;
  Fact away = !car.in_zone();
  if (car.bound(Signal::car_speed)) away = away || car.fast();
  const bool undecided =
      moves_open.yes() && away.unknown() && open.since <= car.moving().since && !memory.fault.open;
  memory.unread_why_not.observe(EventType::unintended_movement,
                                undecided ? true_since(moves_open.since) : Condition{{Kleene::no, now, now}},
                                HeldBack::Reason::unknown_input, rules_.unintended, now, verdict);
}

/// When the other switch of the door came to read shut, after this one had opened. With two doors nobody
/// knows whose lock it is.
std::optional<Moment> UnintendedMovement::other_switch_shut(const CarState& car, const Fact& open) {
  if (car.bound(Signal::rear_door_closed) || car.bound(Signal::rear_door_open)) return std::nullopt;
  for (const Fact& other : {car.shut(), car.is(Signal::door_locked)})
    if (other.yes() && other.since > open.since) return other.since;
  return std::nullopt;
}

/// It opened with this door, or at this stop before a door that opened once more, was open as the other
/// switch came to read shut, and is closed since then: not bridged as a whole, and no stop switch did that.
/// Of a single contact that is bridged `sensor_conflict` tells.
bool UnintendedMovement::chain_refutes(const CarState& car, const Fact& open, Moment shut) const {
  const Fact chain = car.is(Signal::safety_chain);
  const Moment opens = std::min(open.since, car.motion().stopped().value_or(open.since)) - rules_.unintended;
  return chain.yes() && chain.since + rules_.unintended >= shut && memory.chain_opened &&
         *memory.chain_opened >= opens && *memory.chain_opened <= shut;
}

void UnintendedMovement::hold_back(HeldBack::Reason reason, std::string_view by, Moment now,
                                   Verdict& verdict) {
  verdict.held_back.push_back(
      {EventType::unintended_movement, reason, now, memory.suspicion->began, {}, std::string{by}});
  memory.suspicion.reset();
}

void UnintendedMovement::judge(const CarState& car, Moment now, Verdict& verdict) {
  const Fact open = not_secured(car);
  const bool still = memory.suspicion->left_zone ? car.in_zone().no() : car.fast().yes();
  if (!still || open.no() || open.since > memory.suspicion->moved_since) {
    memory.suspicion.reset();
    return;
  }
  memory.suspicion->unread = memory.suspicion->unread || open.unknown();
  const std::optional<Moment> shut = other_switch_shut(car, open);
  const Moment due = memory.suspicion->began + rules_.unintended;
  if (now < due) {
    verdict.look(due);
  } else if (memory.suspicion->unread) {
    hold_back(HeldBack::Reason::unknown_input, "", now, verdict);
  } else if (open.read_at < memory.suspicion->began) {  // a slow poll may not have seen the door shut yet
    verdict.await_reading(open, reread_, now);
  } else if (shut && chain_refutes(car, open, *shut)) {
    if (std::exchange(memory.refuted, open.since) != open.since)
      hold_back(HeldBack::Reason::filter, "safety_chain", now, verdict);
    memory.suspicion.reset();
  } else {
    const MovementEvidence evidence{memory.suspicion->left_zone, car.value(Signal::car_speed)};
    memory.fault.raise(memory.suspicion->began, Confidence::certain, evidence, now, verdict);
    memory.suspicion.reset();
  }
}

}  // namespace liftbox
