#include "agent/elevator/detectors/clock_stepped.hpp"

namespace liftbox {

void ClockStepped::wall(const WallTold& told) {
  if (!told.set) return;
  if (memory.at) {
    const std::int64_t expected = memory.wall_ms + (told.at - *memory.at).count();
    const Duration step{told.wall_ms - expected};
    if (std::chrono::abs(step) >= limit_)
      stepped_ = ClockEvidence{expected, told.wall_ms, told.utc_offset_min};
  }
  memory = {told.at, told.wall_ms};
}

Verdict ClockStepped::observe(const CarState& /*car*/, Moment now) {
  Verdict verdict;
  if (!stepped_) return verdict;
  verdict.events.push_back({.type = EventType::clock_stepped,
                            .phase = Phase::noted,
                            .at = now,
                            .since = now,
                            .confidence = Confidence::certain,
                            .subject = {},
                            .evidence = *stepped_});
  stepped_.reset();
  return verdict;
}

}  // namespace liftbox
