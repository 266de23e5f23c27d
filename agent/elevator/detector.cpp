#include "agent/elevator/detector.hpp"

namespace liftbox {

void Fault::raise_when(const Fact& wrong, Duration limit, Silence silence, const Evidence& evidence,
                       Moment now, Verdict& verdict) {
  if (open) {
    if (!possible || !wrong.yes()) return;
    possible = false;
    verdict.events.push_back(event(Phase::confirmed, wrong.since, now));
    verdict.events.back().evidence = evidence;
    return;
  }
  condition.observe(wrong, silence);
  if (!condition.since) return;
  const Moment due = *condition.since + limit;
  if (now < due)
    verdict.look(due);
  else
    raise(*condition.since, condition.certain ? Confidence::certain : Confidence::possible, evidence, now,
          verdict);
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
