#include "agent/elevator/detectors/restart_prevented.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {

Verdict RestartPrevented::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact stands = car.standing() && !car.inspection();
  follow_code(car, stands);
  follow_motor(car, stands, now, verdict);
  raise_when(memory.shown, rules_.controller_fault, meaning(), memory.code, car, now, verdict);
  raise_when(memory.driven, rules_.driven_and_stands, EventType::restart_prevented, 0, car, now, verdict);
  say_why_not(car, now, verdict);
  clear(car, now, verdict);
  return verdict;
}

bool RestartPrevented::shows(Moment now) const {
  const auto lasts = [&](const Lasting& condition, Duration limit) {
    return condition.since && now - *condition.since >= limit;
  };
  return lasts(memory.shown, rules_.controller_fault) || lasts(memory.driven, rules_.driven_and_stands);
}

void RestartPrevented::say_why_not(const CarState& car, Moment now, Verdict& verdict) {
  const bool inspection = car.inspection().yes();
  const auto say = [&](WhyNot& why_not, const Fact& shows, const Lasting& counted, EventType type,
                       Duration limit) {
    const Condition wrong = all_of(car.standing(), shows);
    std::optional<HeldBack::Reason> reason;
    if (wrong.fact.yes() && inspection) reason = HeldBack::Reason::mode;
    if (wrong.fact.unknown() && !inspection && !counted.since) reason = HeldBack::Reason::unknown_input;
    if (open(type)) reason.reset();
    why_not.observe(type, wrong, reason, limit, now, verdict);
  };
  say(memory.shown_why_not, car.is(Signal::controller_fault), memory.shown, meaning(),
      rules_.controller_fault);
  say(memory.driven_why_not, car.machine().motor_on().value_or(Fact{Kleene::no, now, now}), memory.driven,
      EventType::restart_prevented, rules_.driven_and_stands);
}

bool RestartPrevented::open(EventType type) const {
  return std::any_of(memory.raised.begin(), memory.raised.end(),
                     [&](const Raised& one) { return one.type == type; });
}

void RestartPrevented::follow_code(const CarState& car, const Fact& stands) {
  const auto code = car.value(Signal::controller_fault);
  if (code && *code != memory.code) {
    memory.code = *code;
    memory.shown = {};
    memory.shown_why_not = {};
  }
  memory.shown.observe(stands && car.is(Signal::controller_fault), Silence::keeps_counting);
}

/// A contactor that was read closed as the car stopped and its brake set may have opened since; and without
/// the mains it drives nothing.
void RestartPrevented::follow_motor(const CarState& car, const Fact& stands, Moment now, Verdict& verdict) {
  Fact contactor = car.is(Signal::run_contactor);
  Moment dropped = stands.yes() ? stands.since : long_ago;
  if (const auto braked = car.machine().braked(); braked && braked->yes())
    dropped = std::max(dropped, braked->since);
  if (contactor.yes() && contactor.read_at < dropped + falls_within_) {
    verdict.await_reading(contactor, reread_, now);
    contactor.is = Kleene::no;
  }
  if (!car.machine().motor_on() || car.is(Signal::mains_power).no()) contactor.is = Kleene::no;
  memory.driven.observe(stands && contactor, Silence::keeps_counting);
}

void RestartPrevented::raise_when(const Lasting& condition, Duration limit, EventType type, int code,
                                  const CarState& car, Moment now, Verdict& verdict) {
  if (!condition.since) return;
  if (now < *condition.since + limit) return verdict.look(*condition.since + limit);
  auto& all = memory.raised;
  const auto open = std::find_if(all.begin(), all.end(), [&](const Raised& one) { return one.type == type; });
  Event event{.type = type,
              .phase = Phase::raised,
              .at = now,
              .since = *condition.since,
              .confidence = condition.certain ? Confidence::certain : Confidence::possible,
              .subject = {},
              .evidence = RestartEvidence{code}};
  if (open == all.end()) {
    all.push_back({type, event.since, car.motion().memory.completed_runs, !condition.certain});
  } else {
    if (!open->possible || !condition.certain) return;
    open->possible = false;
    event.phase = Phase::confirmed;
  }
  verdict.events.push_back(std::move(event));
}

/// The controller shows nothing any more, and the lift has run since.
void RestartPrevented::clear(const CarState& car, Moment now, Verdict& verdict) {
  if (car.bound(Signal::controller_fault) && !car.is(Signal::controller_fault).no()) return;
  std::erase_if(memory.raised, [&](const Raised& one) {
    if (car.motion().memory.completed_runs <= one.runs_before) return false;
    verdict.events.push_back({.type = one.type,
                              .phase = Phase::cleared,
                              .at = now,
                              .since = one.since,
                              .confidence = one.possible ? Confidence::possible : Confidence::certain,
                              .subject = {},
                              .evidence = {}});
    return true;
  });
}

EventType RestartPrevented::meaning() const {
  const auto known = controller_faults_.find(memory.code);
  return known == controller_faults_.end() ? EventType::restart_prevented : known->second;
}

}  // namespace liftbox
