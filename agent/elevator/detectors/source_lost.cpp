#include "agent/elevator/detectors/source_lost.hpp"

namespace liftbox {
namespace {

Event event(Phase phase, const std::string& source, Moment since, Moment now) {
  return {.type = EventType::source_lost,
          .phase = phase,
          .at = now,
          .since = since,
          .confidence = Confidence::certain,
          .subject = source,
          .evidence = SourceEvidence{source}};
}

}  // namespace

Verdict SourceLost::observe(const CarState& car, Moment now) {
  Verdict verdict;
  for (const CarState::Source& source : car.sources()) {
    const auto known = memory.lost.find(source.name);
    const bool lost = known != memory.lost.end();
    if (!source.silent_since) {
      if (!lost) continue;
      verdict.events.push_back(event(Phase::cleared, source.name, now, now));
      memory.lost.erase(known);
    } else if (!lost && verdict.lasted({Kleene::yes, *source.silent_since, now}, silent_, now)) {
      verdict.events.push_back(event(Phase::raised, source.name, *source.silent_since, now));
      memory.lost.emplace(source.name, true);
    }
  }
  return verdict;
}

}  // namespace liftbox
