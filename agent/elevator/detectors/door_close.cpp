#include "agent/elevator/detectors/door_close.hpp"

#include <algorithm>

namespace liftbox {
namespace {

constexpr std::array signs{Signal::door_close_command, Signal::car_call, Signal::door_obstructed};

Fact not_normal(const CarState& car) {
  const ServiceMode mode = car.mode();
  const bool other = mode != ServiceMode::normal && mode != ServiceMode::unknown;
  return {kleene(other), car.mode_since(), car.mode_since()};
}

}  // namespace

Verdict DoorCloseFault::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact other_mode = not_normal(car);
  follow(car, other_mode);
  Condition wrong = all_of(car.in_zone(), !car.shut());
  if (memory.fault.open) {
    memory.fault.raise_when(wrong.fact && !other_mode, {}, Silence::keeps_counting, now, verdict);
    if (verdict.lasted(car.shut(), rules_.shut_again, now))
      memory.fault.clear(car.shut().since, now, verdict);
    return verdict;
  }
  const int reopenings = std::max(memory.front.reopenings, memory.rear.reopenings);
  const Moment since = memory.should_shut.value_or(now);
  if (reopenings >= rules_.door_reopenings) {
    if (other_mode.yes())
      memory.fault.why_not.observe(EventType::door_close_fault, true_since(since), HeldBack::Reason::mode, {},
                                   now, verdict);
    else
      memory.fault.raise(since, Confidence::certain, DoorEvidence{DoorEvidence::Why::reopened, reopenings},
                         now, verdict);
    return verdict;
  }
  if (!memory.should_shut) {
    say_what_is_unread(car, other_mode, now, verdict);
    return verdict;
  }
  wrong.fact.since = since;
  if (Event* const said = memory.fault.raise_when(wrong, Fact{other_mode.is, since, now}, rules_.door_close,
                                                  Silence::keeps_counting, now, verdict))
    said->evidence = DoorEvidence{DoorEvidence::Why::not_shut, reopenings};
  return verdict;
}

/// Signs and reopenings count for one stop: until the door has shut, the car left, or the mode became normal
/// or another.
void DoorCloseFault::follow(const CarState& car, const Fact& other_mode) {
  if (car.shut().yes() || car.in_zone().no() || other_mode.yes() != memory.other_mode) {
    memory.should_shut.reset();
    memory.front = memory.rear = {};
    memory.other_mode = other_mode.yes();
    memory.fault.condition = {};
    memory.fault.why_not = {};
    memory.judged_since.reset();
  }
  if (!car.shut().no() || !car.in_zone().yes()) return;
  if (!memory.judged_since)
    memory.judged_since = std::max({car.shut().since, car.in_zone().since, other_mode.since});
  follow_door(memory.front, car.is(Signal::door_open));
  follow_door(memory.rear, car.is(Signal::rear_door_open));
  if (!memory.should_shut) look_for_sign(car);
}

void DoorCloseFault::follow_door(Door& door, const Fact& open) {
  if (open.unknown()) return;
  if (door.was_open && open.no()) {
    door.left_open = true;
    if (!memory.should_shut) sign_at(open.since);
  }
  if (door.left_open && open.yes()) {
    door.left_open = false;
    ++door.reopenings;
  }
  door.was_open = open.yes();
}

void DoorCloseFault::look_for_sign(const CarState& car) {
  bool any_bound = car.bound(Signal::door_open) || car.bound(Signal::rear_door_open);
  for (const Signal signal : signs) {
    any_bound = any_bound || car.bound(signal);
    if (const Fact sign = car.is(signal); sign.yes()) sign_at(sign.since);
  }
  if (!any_bound && !parks_with_door_open_) sign_at(*memory.judged_since);
}

/// A sign that the door should shut, while it is not known whether it stands open at a landing.
void DoorCloseFault::say_what_is_unread(const CarState& car, const Fact& other_mode, Moment now,
                                        Verdict& verdict) {
  const Condition wrong = all_of(car.in_zone(), !car.shut());
  memory.unread_sign = wrong.fact.unknown() && wrong.partly && (memory.unread_sign || shows_sign(car));
  std::optional<HeldBack::Reason> reason;
  if (memory.unread_sign && !other_mode.yes()) reason = HeldBack::Reason::unknown_input;
  memory.unread_why_not.observe(EventType::door_close_fault,
                                memory.unread_sign ? wrong : Condition{{Kleene::no, now, now}}, reason,
                                rules_.door_close, now, verdict);
}

bool DoorCloseFault::shows_sign(const CarState& car) const {
  const bool has_left_open =
      ((!car.is(Signal::door_open) || !car.is(Signal::rear_door_open)) && !car.shut()).yes();
  bool any_bound = car.bound(Signal::door_open) || car.bound(Signal::rear_door_open);
  for (const Signal signal : signs) any_bound = any_bound || car.bound(signal);
  return has_left_open || (!any_bound && !parks_with_door_open_) ||
         std::any_of(signs.begin(), signs.end(), [&](Signal signal) { return car.is(signal).yes(); });
}

void DoorCloseFault::sign_at(Moment moment) {
  moment = std::max(moment, *memory.judged_since);
  memory.should_shut = std::min(memory.should_shut.value_or(moment), moment);
}

}  // namespace liftbox
