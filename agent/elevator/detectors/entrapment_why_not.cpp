#include "agent/elevator/detectors/entrapment.hpp"

namespace liftbox {

/// Follows the hold as it would be in any service mode, and asks what would be suspected.
void Entrapment::say_why_not(const CarState& car, Moment now, Verdict& verdict) {
  if (memory.stage == Stage::suspected && memory.hold.hold) say_what_keeps_it_a_suspicion(car, now, verdict);
  if (memory.stage != Stage::none) {
    memory.any_hold = memory.hold;
    memory.told_hold = memory.any_hold.hold ? std::optional{memory.any_hold.hold->reference} : std::nullopt;
    return;
  }
  memory.any_hold.nobody_in_it = memory.hold.nobody_in_it;
  any_hold_.observe(memory.any_hold, car, now, verdict);
  if (say_what_holds_back(car, now, verdict)) return;
  say_what_is_unread(car, now, verdict);
}

/// Nobody asks for anything, and nobody is seen.
void Entrapment::say_what_keeps_it_a_suspicion(const CarState& car, Moment now, Verdict& verdict) {
  const HoldTracker::Hold& hold = *memory.hold.hold;
  const Due as_seen = due(car.occupancy(), Seen::somebody, hold, now);
  if (!as_seen.confirm || due(car.occupancy(), seen(hold, car), hold, now).confirm) return;
  memory.why_not.observe(EventType::entrapment, true_since(hold.reference), HeldBack::Reason::filter,
                         *as_seen.confirm - hold.reference, now, verdict, "nobody_seen");
}

/// The service mode, the latch that takes the car for empty, or the mains: an automatic rescue device may
/// fetch it. True while there is a hold to speak of.
bool Entrapment::say_what_holds_back(const CarState& car, Moment now, Verdict& verdict) {
  if (!memory.any_hold.hold || memory.any_hold.hold->reference == memory.told_hold || car.moving().yes())
    return memory.any_hold.hold.has_value();
  HoldTracker::Hold hold = *memory.any_hold.hold;
  const bool empty = car.occupancy() == Occupancy::empty;
  std::optional<HeldBack::Reason> reason;
  if (!memory.hold.armed && !empty) reason = HeldBack::Reason::mode;
  if (memory.hold.armed && empty) reason = HeldBack::Reason::latch;
  if (memory.hold.armed && !empty && hold.mains_lost) reason = HeldBack::Reason::filter;
  hold.mains_lost = false;
  const Due steps = due(empty ? Occupancy::unknown : car.occupancy(), Seen::somebody, hold, now);
  const Moment at = std::min(steps.suspect.value_or(never), steps.confirm.value_or(never));
  if (at != never)
    memory.why_not.observe(EventType::entrapment, true_since(hold.reference), reason, at - hold.reference,
                           now, verdict, reason == HeldBack::Reason::filter ? "mains_lost" : "");
  return true;
}

/// The car stands, and nobody can tell whether it could be left.
void Entrapment::say_what_is_unread(const CarState& car, Moment now, Verdict& verdict) {
  const Condition held = all_of(car.standing(), !car.in_zone() || (car.in_zone() && car.shut()));
  const bool in_zone = car.in_zone().yes();
  const bool suspected =
      in_zone ? car.occupancy() == Occupancy::occupied : car.occupancy() != Occupancy::empty;
  std::optional<HeldBack::Reason> reason;
  if (held.fact.unknown() && memory.hold.armed && !memory.hold.nobody_in_it && suspected)
    reason = HeldBack::Reason::unknown_input;
  memory.why_not.observe(EventType::entrapment, held, reason,
                         in_zone ? rules_.zone_suspect : rules_.outside_suspect, now, verdict);
}

}  // namespace liftbox
