#include "agent/elevator/detectors/hold.hpp"

namespace liftbox {
namespace {

bool armed_now(const CarState& car) {
  switch (car.mode()) {
    case ServiceMode::inspection:
    case ServiceMode::firefighter:
      return false;
    case ServiceMode::out_of_service:
      return car.occupancy() != Occupancy::empty;
    default:
      return true;
  }
}

}  // namespace

HoldTracker::End HoldTracker::observe(Memory& memory, const CarState& car, Moment now,
                                      Verdict& verdict) const {
  follow_arming(memory, car, now);
  if (car.weighs_somebody().no() || car.weighs_a_person()) memory.left_behind = false;
  if (memory.nobody_in_it && shows_somebody(memory, car)) memory.nobody_in_it = false;
  End ended = End::none;
  if (memory.hold) {
    ended = memory.armed ? end_of(*memory.hold, car, now, verdict) : End::disarmed;
    if (ended != End::none) memory.hold.reset();
  }
  if (!memory.hold && begins(memory, car, now, verdict)) {
    memory.hold = begin(memory, car);
    memory.pressed_before = false;
  }
  follow_button(memory, car, now, verdict);
  if (memory.hold) follow(*memory.hold, car, now, verdict);
  return ended;
}

void HoldTracker::all_are_out(Memory& memory, const CarState& car) {
  memory.hold.reset();
  memory.nobody_in_it = true;
  memory.left_behind = car.weighs_somebody().yes();
}

bool HoldTracker::certain(const Hold& hold, const CarState& car) {
  if (car.standing().unknown() || car.in_zone().unknown()) return false;
  return hold.place == Place::outside_zone || !car.shut().unknown();
}

void HoldTracker::follow_arming(Memory& memory, const CarState& car, Moment now) const {
  const bool armed = arming_ == Arming::always || armed_now(car);
  if (armed && !memory.armed) memory.armed_since = now;
  memory.armed = armed;
}

void HoldTracker::follow_button(Memory& memory, const CarState& car, Moment now, Verdict& verdict) const {
  const bool at_open_door = (car.standing() && car.in_zone() && !car.shut()).yes();
  if (car.opening_in_zone().yes() || !memory.armed) memory.pressed_before = false;
  if (!verdict.lasted(car.is(Signal::alarm_button), rules_.button, now)) return;
  if (memory.hold)
    memory.hold->alarm_button = true;
  else if (!at_open_door && memory.armed)
    memory.pressed_before = true;
}

HoldTracker::End HoldTracker::end_of(const Hold& hold, const CarState& car, Moment now,
                                     Verdict& verdict) const {
  if (car.opening_in_zone().yes()) return End::door_opened;
  if (hold.place == Place::in_zone && car.zone_doubted() && car.open().yes()) return End::door_opened;
  if (hold.place == Place::in_zone && car.in_zone().no()) return End::left_zone;
  if (verdict.lasted(car.moving(), rules_.moving_ends, now)) return End::moved;
  return End::none;
}

bool HoldTracker::begins(const Memory& memory, const CarState& car, Moment now, Verdict& verdict) const {
  if (!memory.armed || memory.nobody_in_it) return false;
  const Fact outside = !car.in_zone();
  if (outside.yes() && car.standing().read_at < outside.since) {
    verdict.await_reading(car.standing(), reread_, now);  // it left the zone: does it stand still?
    return false;
  }
  // Nobody knows where it stands: shut in all the same, as in the zone.
  const bool somewhere = car.zone_doubted() && car.in_zone().unknown();
  const Fact held = outside || (car.in_zone() && car.shut());
  return (held.yes() || (somewhere && car.shut().yes())) &&
         verdict.lasted(car.standing(), rules_.standing, now);
}

HoldTracker::Hold HoldTracker::begin(const Memory& memory, const CarState& car) const {
  Hold hold;
  hold.place = car.in_zone().no() ? Place::outside_zone : Place::in_zone;
  hold.reference = car.standing().since;
  if (car.shut().yes()) hold.reference = std::max(hold.reference, car.shut().since);
  if (memory.armed_since) hold.reference = std::max(hold.reference, *memory.armed_since);
  // A car that has drifted out of the zone cannot have stopped outside it before it left.
  if (hold.place == Place::outside_zone) hold.reference = std::max(hold.reference, car.in_zone().since);
  hold.alarm_button = memory.pressed_before;
  return hold;
}

void HoldTracker::follow(Hold& hold, const CarState& car, Moment now, Verdict& verdict) const {
  if (hold.place == Place::outside_zone && (car.in_zone() && car.shut()).yes()) hold.place = Place::in_zone;
  const Fact mains = car.is(Signal::mains_power);
  if (mains.no() && mains.since - hold.reference <= rules_.mains_before) hold.mains_lost = true;
  if (!hold.seen) look_for_somebody(hold, car, now, verdict);
  follow_calls(hold, car, now, verdict);
}

/// Once may be a ghost, and what weighs a bag; twice in a night, too.
void HoldTracker::look_for_somebody(Hold& hold, const CarState& car, Moment now, Verdict& verdict) const {
  Fact present = car.presence();
  hold.noticed = hold.noticed || present.yes();
  present.since = std::max(present.since, hold.reference + people_.presence_hold);
  if (!verdict.lasted(present, people_.presence_total, now)) return;
  if (!hold.glimpse || now - *hold.glimpse > people_.glimpse_within) hold.glimpse = now;
  hold.seen = car.weighs_a_person() || now - *hold.glimpse >= people_.glimpse_apart;
  if (!hold.seen) verdict.look(*hold.glimpse + people_.glimpse_apart);
}

void HoldTracker::follow_calls(Hold& hold, const CarState& car, Moment now, Verdict& verdict) const {
  for (const Signal call : {Signal::door_open_command, Signal::car_call, Signal::alarm_button}) {
    if (hold.asked) break;
    if (const Fact asked = car.is(call); asked.yes()) hold.asked = std::max(asked.since, hold.reference);
  }
  if (hold.asked && !hold.attempt) {
    const Moment in_vain = *hold.asked + rules_.attempt;
    hold.attempt = now >= in_vain;
    if (!hold.attempt) verdict.look(in_vain);
  }
}

bool HoldTracker::shows_somebody(const Memory& memory, const CarState& car) const {
  return car.moving().yes() || (car.weighs_somebody().yes() && !memory.left_behind) ||
         car.is(Signal::car_call).yes() || car.is(Signal::alarm_button).yes();
}

}  // namespace liftbox
