#include "agent/elevator/detectors/sensor_bouncing.hpp"

#include <algorithm>

namespace liftbox {

Verdict SensorBouncing::observe(const CarState& car, Moment now) {
  Verdict verdict;
  if (car.raw_edges() != counted_in_all_ || !counts_) count_all(car, now, verdict);
  memory.clear_after(rules_.clear, EventType::sensor_bouncing, car, now, verdict);
  return verdict;
}

void SensorBouncing::count_all(const CarState& car, Moment now, Verdict& verdict) {
  std::erase_if(recent_, [&](const Edges& edges) { return now - edges.at >= rules_.bouncing_window; });
  for (const SignalInfo& about : all_signals()) count(car, about.signal, now);
  counted_in_all_ = car.raw_edges();
  counts_ = true;
  for (const Edges& newest : recent_) {
    if (newest.at != now) continue;
    int edges = 0;
    Moment since = now;
    for (const Edges& one : recent_) {
      if (one.signal != newest.signal) continue;
      edges += one.count;
      since = std::min(since, one.at);
    }
    if (edges > rules_.bouncing_edges)
      memory.saw(EventType::sensor_bouncing, newest.signal, {SensorEvidence::Why::bounces, edges}, since, now,
                 verdict);
  }
}

void SensorBouncing::count(const CarState& car, Signal signal, Moment now) {
  const std::uint64_t edges = car.state(signal).raw_edges;
  std::uint64_t& counted = counted_[index(signal)];
  if (counts_ && edges > counted) recent_.push_back({signal, now, static_cast<int>(edges - counted)});
  counted = edges;
}

}  // namespace liftbox
