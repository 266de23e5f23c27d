#include "agent/elevator/detectors/brake_motion.hpp"

#include <cstdlib>

#include "agent/elevator/brake/brake_times.hpp"

namespace liftbox {
namespace {

std::vector<int> arms_that_read_set(const CarState& car) {
  std::vector<int> numbers;
  for (int arm = 1; arm <= max_brake_arms; ++arm)
    if (car.is(brake_arm(arm)).no()) numbers.push_back(arm);
  return numbers;
}

/// What was read of it may be older than what the car does now.
bool is_polled(const CarState& car) {
  bool polled = !car.reads_every_edge(Signal::brake_command);
  for (int arm = 1; arm <= max_brake_arms; ++arm) polled = polled || !car.reads_every_edge(brake_arm(arm));
  return polled;
}

/// True only where it is known.
Fact by_hand(const CarState& car) {
  const Fact lost = !car.is(Signal::mains_power);
  return lost.yes() && !car.inspection().yes() ? lost : car.inspection();
}

/// A brake that slips is judged in normal service only, and by no service mode nobody can tell.
Fact judged_not(const CarState& car) {
  if (const Fact hand = by_hand(car); hand.yes()) return hand;
  if (car.mode() == ServiceMode::unknown) return {};
  return {kleene(!car.mode_is(ServiceMode::normal)), car.mode_since(), car.mode_since()};
}

/// The motor's contactor is no movement: it falls after the brake has set.
Fact seen_moving(const CarState& car) {
  return car.bound(Signal::car_moving) || car.bound(Signal::car_speed) ? car.moving()
                                                                       : Fact{Kleene::no, {}, {}};
}

}  // namespace

Verdict BrakeDrag::observe(const CarState& car, Moment now) {
  Verdict verdict;
  count_cycle(car, now, verdict);
  const Fact any_set = car.machine().any_arm_set();
  memory.released = memory.released || (any_set.no() && car.is(Signal::brake_command).yes());
  const Condition wrong = all_of(car.moving(), told_long_ago(car, now, verdict), any_set);
  memory.dragged = memory.dragged || wrong.fact.yes();
  if (Event* const said = memory.fault.raise_when(wrong, by_hand(car), rules_.drag, Silence::starts_over, now,
                                                  verdict, brake_opened_because(car)))
    said->evidence = BrakeEvidence{BrakeEvidence::Why::drags, arms_that_read_set(car)};
  return verdict;
}

/// Before that an arm may still be on its way.
Fact BrakeDrag::told_long_ago(const CarState& car, Moment now, Verdict& verdict) const {
  Fact command = car.is(Signal::brake_command);
  if (!command.yes()) return command;
  command.since += rules_.release_limit;
  if (now >= command.since) return command;
  verdict.look(command.since);
  return {Kleene::no, command.since - rules_.release_limit, command.read_at};
}

void BrakeDrag::count_cycle(const CarState& car, Moment now, Verdict& verdict) {
  const Fact command = car.is(Signal::brake_command);
  const bool ended = command.no() && memory.was_commanded == Kleene::yes;
  memory.was_commanded = command.is;
  if (!ended) return;
  const bool good = memory.released && !memory.dragged;
  const bool bad = memory.dragged && !brake_opened_by_hand(car);
  if (good) ++memory.good_cycles;
  if (bad) memory.good_cycles = 0;
  memory.released = false;
  memory.dragged = false;
  if (!memory.fault.open) memory.good_cycles = 0;
  memory.clear_after(rules_.clear_motion_cycles, now, verdict);
}

BrakeSlip::BrakeSlip(const Rules& rules, const LiftFacts& facts)
    : rules_{rules.brake},
      least_move_mm_{std::max(rules_.slip_mm, 2 * facts.position_resolution_mm)},
      reread_{rules.words.trace_reread} {
  const Duration braking{facts.rated_speed_mm_s.value_or(0) * 1000 / rules_.slip_braking_mm_s2};
  rules_.slip_after = std::max(rules_.slip_after, braking);
}

Verdict BrakeSlip::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact has_set = held(car, now, verdict);
  const Fact not_judged = judged_not(car);
  Fact moving = seen_moving(car);
  if (has_set.yes() && moving.yes() && moving.read_at < has_set.since) {  // it may have stopped since
    verdict.await_reading(moving, reread_, now);
    moving.is = Kleene::no;
  }
  const Condition moves = all_of(has_set, moving);
  if (verdict.lasted(moves.fact, rules_.slip, now) && not_judged.no()) memory.slipped = true;
  if (Event* const said = memory.fault.raise_when(moves, not_judged, rules_.slip, Silence::starts_over, now,
                                                  verdict, brake_opened_because(car)))
    said->evidence = BrakeEvidence{BrakeEvidence::Why::slips, {}};
  judge_creeping(car, has_set, not_judged, now, verdict);
  count_cycle(has_set, now, verdict);
  return verdict;
}

void BrakeSlip::judge_creeping(const CarState& car, const Fact& has_set, const Fact& not_judged, Moment now,
                               Verdict& verdict) {
  if (not_judged.is != memory.was_not_judged)
    memory.set_at_mm.reset();  // where it stood before people moved it tells nothing
  memory.was_not_judged = not_judged.is;
  const bool crept = has_crept(car, has_set);
  if (crept && not_judged.no()) {
    memory.slipped = true;
    if (!memory.fault.open)
      memory.fault.raise(has_set.since, Confidence::certain, BrakeEvidence{BrakeEvidence::Why::creeps, {}},
                         now, verdict);
  }
  if (memory.fault.why_not.said) memory.creep_why_not.said = now;  // of this stop already
  if (memory.fault.open) return;
  std::optional<HeldBack::Reason> reason;
  if (crept && not_judged.yes()) reason = HeldBack::Reason::mode;
  if (crept && not_judged.unknown()) reason = HeldBack::Reason::unknown_input;
  memory.creep_why_not.observe(EventType::brake_slip, true_since(has_set.since), reason, {}, now, verdict,
                               not_judged.yes() ? brake_opened_because(car) : "");
}

/// All arms have been set for a second and nobody wants them released, as read since the car moves.
Fact BrakeSlip::held(const CarState& car, Moment now, Verdict& verdict) const {
  const Signal command = Signal::brake_command;
  Fact set = car.machine().braked().value_or(Fact{});
  if (car.bound(command)) set = set && !car.is(command);
  if (!set.yes()) return set;
  set.since += rules_.slip_after;
  if (now < set.since) verdict.look(set.since);
  const bool old = is_polled(car) && car.moving().yes() && set.read_at < car.moving().since;
  if (now < set.since || old) set.is = Kleene::no;
  return set;
}

bool BrakeSlip::has_crept(const CarState& car, const Fact& held) {
  const SignalState& position = car.state(Signal::car_position);
  if (!held.yes() || !car.value(Signal::car_position)) {
    if (!held.yes()) memory.set_at_mm.reset();
    return false;
  }
  if (position.read_at < held.since) return false;
  if (!memory.set_at_mm) memory.set_at_mm = position.value;
  return std::abs(position.value - *memory.set_at_mm) >= least_move_mm_;
}

/// A cycle is good when the car stood from the setting of the brake to its release.
void BrakeSlip::count_cycle(const Fact& held, Moment now, Verdict& verdict) {
  const bool ended = memory.held && held.no();
  if (!held.unknown()) memory.held = held.yes();
  if (!ended) return;
  memory.good_cycles = memory.slipped || !memory.fault.open ? 0 : memory.good_cycles + 1;
  memory.slipped = false;
  memory.clear_after(rules_.clear_motion_cycles, now, verdict);
}

}  // namespace liftbox
