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
  forget_those_gone(car, now, verdict);
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

/// A source that is no longer configured is not awaited.
void SourceLost::forget_those_gone(const CarState& car, Moment now, Verdict& verdict) {
  std::erase_if(memory.lost, [&](const auto& lost) {
    const auto& all = car.sources();
    const bool gone = std::none_of(all.begin(), all.end(),
                                   [&](const CarState::Source& source) { return source.name == lost.first; });
    if (gone) verdict.events.push_back(event(Phase::cleared, lost.first, now, now));
    return gone;
  });
}

}  // namespace liftbox
