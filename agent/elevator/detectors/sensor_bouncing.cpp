#include "agent/elevator/detectors/sensor_bouncing.hpp"

#include <algorithm>

namespace liftbox {

Verdict SensorBouncing::observe(const CarState& car, Moment now) {
  Verdict verdict;
  if (car.raw_edges() != memory.counted_in_all) count_all(car, now, verdict);
  memory.clear_after(rules_.clear, EventType::sensor_bouncing, car, now, verdict);
  return verdict;
}

void SensorBouncing::count_all(const CarState& car, Moment now, Verdict& verdict) {
  std::erase_if(memory.recent, [&](const Edges& edges) {
    return edges.at > now || now - edges.at >= rules_.bouncing_window;
  });
  for (const SignalInfo& about : all_signals()) count(car, about.signal, now);
  memory.counted_in_all = car.raw_edges();
  for (const Edges& newest : memory.recent) {
    if (newest.at != now) continue;
    std::int64_t edges = 0;
    Moment since = now;
    for (const Edges& one : memory.recent) {
      if (one.signal != newest.signal) continue;
      edges += one.count;
      since = std::min(since, one.at);
    }
    if (edges > rules_.bouncing_edges)
      memory.saw(EventType::sensor_bouncing, newest.signal,
                 {SensorEvidence::Why::bounces, static_cast<int>(edges)}, since, now, verdict);
  }
}

void SensorBouncing::count(const CarState& car, Signal signal, Moment now) {
  const std::uint64_t edges = car.state(signal).raw_edges;
  std::uint64_t& counted = memory.counted[index(signal)];
  const std::uint64_t fresh = edges < counted ? edges : edges - counted;  // a line bound anew begins at 0
  if (fresh > 0) memory.recent.push_back({signal, now, static_cast<int>(fresh)});
  counted = edges;
}

}  // namespace liftbox
