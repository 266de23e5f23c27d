#include "agent/elevator/detector.hpp"

namespace liftbox {

void WhyNot::observe(EventType type, const Condition& wrong, std::optional<HeldBack::Reason> reason,
                     Duration limit, Moment now, Verdict& verdict, std::string_view by) {
  const Fact& fact = wrong.fact;
  if (fact.no()) *this = {};
  if (!wrong.partly) since.reset();
  if (fact.yes())
    since = fact.since;
  else if (fact.unknown() && wrong.partly && !since)
    since = now;
  if (said && fact.yes() && fact.since > *said) said.reset();  // another occurrence
  if (!reason || !since || said) return;
  if (now < *since + limit) return verdict.look(*since + limit);
  said = now;
  verdict.held_back.push_back({type, *reason, now, *since, {}, std::string{by}});
}

Event* Fault::raise_when(const Fact& wrong, Duration limit, Silence silence, Moment now, Verdict& verdict) {
  if (open) {
    if (!possible || !wrong.yes()) return nullptr;
    possible = false;
    return &verdict.events.emplace_back(event(Phase::confirmed, wrong.since, now));
  }
  condition.observe(wrong, silence);
  if (!condition.since) return nullptr;
  const Moment due = *condition.since + limit;
  if (now < due) {
    verdict.look(due);
    return nullptr;
  }
  raise(*condition.since, condition.certain ? Confidence::certain : Confidence::possible, {}, now, verdict);
  return &verdict.events.back();
}

Event* Fault::raise_when(const Condition& wrong, const Fact& not_judged, Duration limit, Silence silence,
                         Moment now, Verdict& verdict, std::string_view by) {
  const Fact judged = wrong.fact && !not_judged;
  Event* const said = raise_when(judged, limit, silence, now, verdict);
  if (open) return said;
  std::optional<HeldBack::Reason> reason;
  if (not_judged.yes() && wrong.fact.yes()) reason = HeldBack::Reason::mode;
  if (!not_judged.yes() && judged.unknown() && !condition.since) reason = HeldBack::Reason::unknown_input;
  why_not.observe(type, wrong, reason, limit, now, verdict, reason == HeldBack::Reason::mode ? by : "");
  return nullptr;
}

void Fault::raise(Moment since, Confidence confidence, const Evidence& evidence, Moment now,
                  Verdict& verdict) {
  open = true;
  possible = confidence == Confidence::possible;
  verdict.events.push_back(event(Phase::raised, since, now));
  verdict.events.back().evidence = evidence;
}

void Fault::clear(Moment since, Moment now, Verdict& verdict) {
  verdict.events.push_back(event(Phase::cleared, since, now));
  *this = Fault{type};
}

Event Fault::event(Phase phase, Moment since, Moment now) const {
  return {.type = type,
          .phase = phase,
          .at = now,
          .since = since,
          .confidence = possible ? Confidence::possible : Confidence::certain,
          .subject = {},
          .evidence = {}};
}

}  // namespace liftbox
