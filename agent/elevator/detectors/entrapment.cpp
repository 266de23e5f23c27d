#include "agent/elevator/detectors/entrapment.hpp"

#include <utility>

#include "agent/elevator/rescue.hpp"

namespace liftbox {

Verdict Entrapment::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const End hold_ended = hold_.observe(memory.hold, car, now, verdict);
  if (memory.stage == Stage::none && !memory.hold.hold) memory.off_for_unknown_time = false;
  if (memory.stage == Stage::suspected && hold_ended != End::none) clear(hold_ended, now, verdict);
  if (memory.stage != Stage::confirmed) let_them_leave(car, now, verdict);
  take_steps(car, now, verdict);
  if (memory.stage == Stage::confirmed) follow_confirmed(car, now, verdict);
  say_why_not(car, now, verdict);
  return verdict;
}

/// What weighs like a person, asks for nothing and never moves is what somebody left behind; and who presses
/// a button and leaves weighs nothing. Without a word from a sensor that sees people, it may be somebody; one
/// that is stuck is no word for what may be a bag, nor against a caller who was weighed and has not left.
Entrapment::Seen Entrapment::seen(const HoldTracker::Hold& hold, const CarState& car) {
  if (hold.seen) return Seen::somebody;
  const bool bag = !car.weighs_somebody().unknown() && !car.weighs_a_person();
  if (car.presence().unknown()) return car.is(Signal::presence).yes() && bag ? Seen::perhaps : Seen::somebody;
  if (car.called_and_left() && car.weighs_somebody().no() && !hold.noticed) return Seen::nothing;
  const bool weighed = car.weighs_somebody().unknown() || car.weighs_a_caller();
  return car.presence_stuck() && weighed ? Seen::somebody : Seen::perhaps;
}

/// When the hold, as things are now, becomes a suspicion and a certainty.
Entrapment::Due Entrapment::due(Occupancy occupancy, Seen seen, const HoldTracker::Hold& hold,
                                Moment now) const {
  const bool perhaps = occupancy == Occupancy::unknown && seen != Seen::nothing;
  const Moment from = hold.reference + (hold.mains_lost ? rules_.mains_extra : Duration{});
  const bool outside = hold.place == HoldTracker::Place::outside_zone;
  Due due;
  due.certain = occupancy == Occupancy::occupied;
  if (outside) {
    if (occupancy != Occupancy::empty) due.suspect = from + rules_.outside_suspect;
    if (occupancy == Occupancy::occupied) due.confirm = from + rules_.outside_confirm;
    if (perhaps) due.confirm = from + rules_.outside_possible;
  } else {
    if (occupancy == Occupancy::occupied || (occupancy == Occupancy::unknown && hold.attempt))
      due.suspect = from + rules_.zone_suspect;
    if (occupancy == Occupancy::occupied && hold.attempt) due.confirm = from + rules_.zone_confirm_attempt;
    if (occupancy == Occupancy::occupied && !hold.attempt && seen == Seen::somebody)
      due.confirm = from + rules_.zone_confirm;
    if (perhaps && hold.attempt) due.confirm = from + rules_.zone_possible;
  }
  if (hold.alarm_button) {  // not delayed by anything
    due.confirm = std::min(due.confirm.value_or(never), outside ? now : hold.reference + rules_.zone_alarm);
    due.certain = true;
  }
  return due;
}

void Entrapment::take_steps(const CarState& car, Moment now, Verdict& verdict) {
  if (!memory.hold.hold) return;
  if (memory.stage == Stage::confirmed && !memory.possible && !memory.released) return;
  if (car.moving().yes()) return;  // perhaps it gets away
  const HoldTracker::Hold& hold = *memory.hold.hold;
  const bool at_landing = hold.place == HoldTracker::Place::in_zone;
  if (at_landing && car.shut().no()) return;  // the door has begun to open: who is seen now comes in
  const Occupancy occupancy = at_landing ? car.occupancy_at_landing() : car.occupancy();
  const Due steps = due(occupancy, seen(hold, car), hold, now);
  const bool certain = steps.certain && HoldTracker::certain(hold, car);
  if (memory.released) {  // those are out; who is shut in now is another incident
    if (!steps.confirm || now < *steps.confirm) return verdict.look(steps.confirm.value_or(never));
    clear(End::time, now, verdict);
  }
  const bool already = memory.stage == Stage::confirmed && !certain;
  if (steps.confirm && now >= *steps.confirm && !already) {
    confirm(car, certain, now, verdict);
    return;
  }
  if (steps.confirm && now < *steps.confirm) verdict.look(*steps.confirm);
  if (memory.stage != Stage::none || !steps.suspect) return;
  if (now >= *steps.suspect)
    suspect(car, certain, now, verdict);
  else
    verdict.look(*steps.suspect);
}

void Entrapment::suspect(const CarState& car, bool certain, Moment now, Verdict& verdict) {
  note_hold(car);
  memory.stage = Stage::suspected;
  memory.possible = !certain;
  memory.suspected = now;
  say(Phase::suspected, now, verdict);
}

void Entrapment::confirm(const CarState& car, bool certain, Moment now, Verdict& verdict) {
  note_hold(car);
  memory.stage = Stage::confirmed;
  memory.possible = !certain;
  if (!memory.confirmed) memory.confirmed = now;
  memory.last_sent = now;
  say(Phase::confirmed, now, verdict);
}

void Entrapment::note_hold(const CarState& car) {
  const HoldTracker::Hold& hold = *memory.hold.hold;
  memory.place = hold.place;
  memory.occupancy = car.occupancy();
  memory.alarm_button = hold.alarm_button;
  memory.attempt = hold.attempt;
  memory.mains_lost = hold.mains_lost;
  memory.stopped = hold.reference;
}

void Entrapment::follow_confirmed(const CarState& car, Moment now, Verdict& verdict) {
  if (!memory.on_site && car.inspection().yes()) arrive(now, {}, verdict);
  if (!memory.released) look_for_release(car, now, verdict);
  if (memory.released) {
    const Moment due = *memory.released + rules_.clear_after_release;
    const bool empty = car.occupancy() == Occupancy::empty;
    if (empty || now >= due) {
      clear(empty ? End::empty : End::time, now, verdict);
      take_steps(car, now, verdict);  // shut in again meanwhile
      if (memory.stage == Stage::confirmed) follow_confirmed(car, now, verdict);
      return;
    }
    verdict.look(due);
  }
  if (memory.acknowledged) return;
  if (now >= memory.last_sent + rules_.repeat) {
    memory.last_sent = now;
    verdict.repeat = true;
  }
  verdict.look(memory.last_sent + rules_.repeat);
}

void Entrapment::look_for_release(const CarState& car, Moment now, Verdict& verdict) {
  if (car.opening_in_zone().yes()) {
    release(now, verdict);
    return;
  }
  if (!left_through_open_door(car, memory.stopped, now, verdict) || car.weighs_a_person()) return;
  HoldTracker::all_are_out(memory.hold, car);
  verdict.occupancy_lost = true;
  release(now, verdict);
}

/// A door was open outside the zone, and since then nobody was seen for a while.
bool Entrapment::left_through_open_door(const CarState& car, Moment stopped, Moment now, Verdict& verdict) {
  const Fact open_outside = car.zone_doubted() ? car.open() : car.open() && !car.in_zone();
  if (open_outside.yes() && !memory.opened_outside)
    memory.opened_outside = std::max(open_outside.since, stopped);
  if (!memory.opened_outside) return false;
  Fact nobody = !car.presence();
  nobody.since = std::max(nobody.since, *memory.opened_outside);
  return verdict.lasted(nobody, rules_.release_no_presence, now);
}

/// Before anybody is said to be shut in: he who can leave does.
void Entrapment::let_them_leave(const CarState& car, Moment now, Verdict& verdict) {
  if (!memory.hold.hold) {
    memory.opened_outside.reset();
    return;
  }
  if (!left_through_open_door(car, memory.hold.hold->reference, now, verdict) || !car.weighs_somebody().no())
    return;
  HoldTracker::all_are_out(memory.hold, car);
  verdict.occupancy_lost = true;
  if (memory.stage == Stage::suspected) clear(End::empty, now, verdict);
}

void Entrapment::release(Moment now, Verdict& verdict) {
  memory.released = now;
  memory.hold.hold.reset();
  say(Phase::released, now, verdict);
}

void Entrapment::clear(End why, Moment now, Verdict& verdict) {
  say(Phase::cleared, now, verdict, why, now);
  Memory next;
  next.hold = memory.hold;
  next.any_hold = memory.any_hold;
  next.told_hold = memory.told_hold;
  next.why_not = memory.why_not;
  memory = next;
}

bool Entrapment::acknowledge(Moment now, const std::string& by, Verdict& verdict) {
  if (memory.stage != Stage::confirmed || memory.acknowledged) return false;
  memory.acknowledged = now;
  memory.acknowledged_by = by;
  say(Phase::acknowledged, now, verdict);
  return true;
}

bool Entrapment::arrive(Moment now, const std::string& by, Verdict& verdict) {
  if (memory.stage != Stage::confirmed || memory.on_site) return false;
  memory.on_site = now;
  memory.on_site_by = by;
  say(Phase::on_site, now, verdict);
  return true;
}

bool Entrapment::close(Moment now, const std::string& by, Verdict& verdict) {
  if (memory.stage == Stage::none) return false;
  memory.closed_by = by;
  memory.hold.hold.reset();
  memory.hold.nobody_in_it = true;
  memory.hold.armed_since = now;  // what load or a call still shows is timed anew
  clear(End::technician, now, verdict);
  return true;
}

void Entrapment::say(Phase phase, Moment now, Verdict& verdict, End why, std::optional<Moment> cleared) {
  const bool self_released = cleared && memory.stage == Stage::confirmed && !memory.on_site;
  EntrapmentEvidence evidence{.place = memory.place,
                              .occupancy = memory.occupancy,
                              .alarm_button = memory.alarm_button,
                              .attempt = memory.attempt,
                              .mains_lost = memory.mains_lost,
                              .ended_by = why,
                              .stopped = memory.stopped,
                              .suspected = memory.suspected,
                              .confirmed = memory.confirmed,
                              .acknowledged = memory.acknowledged,
                              .on_site = memory.on_site,
                              .released = memory.released,
                              .cleared = cleared,
                              .self_released = self_released,
                              .acknowledged_by = memory.acknowledged_by,
                              .on_site_by = memory.on_site_by,
                              .closed_by = memory.closed_by,
                              .with_open = {},
                              .off_for_unknown_time = memory.off_for_unknown_time,
                              .causes = {},
                              .rescue = {}};
  if (cleared && memory.confirmed) evidence.rescue = rescue_times(evidence, rescue_);
  verdict.events.push_back({.type = EventType::entrapment,
                            .phase = phase,
                            .at = now,
                            .since = memory.stopped,
                            .confidence = memory.possible ? Confidence::possible : Confidence::certain,
                            .subject = {},
                            .evidence = std::move(evidence)});
}

}  // namespace liftbox
