#include "agent/elevator/detectors/suspects.hpp"

#include <algorithm>

namespace liftbox {

void Suspects::saw(EventType type, Signal signal, const SensorEvidence& evidence, Moment since, Moment now,
                   Verdict& verdict) {
  if (Suspect* const known = find(signal)) {
    known->last_seen = now;
    return;
  }
  const std::string_view sensor = name(signal);
  all.push_back({std::string{sensor}, now});
  verdict.events.push_back({.type = type,
                            .phase = Phase::raised,
                            .at = now,
                            .since = since,
                            .confidence = Confidence::certain,
                            .subject = std::string{sensor},
                            .evidence = evidence});
}

void Suspects::lasted_until(Signal signal, Moment until) {
  if (Suspect* const known = find(signal)) known->last_seen = std::max(known->last_seen, until);
}

void Suspects::clear_after(Duration good, EventType type, const CarState& car, Moment now, Verdict& verdict,
                           Works works) {
  std::erase_if(all, [&](Suspect& one) {
    const auto signal = find_signal(one.sensor);
    const bool is_read = signal && car.value(*signal);
    if (!is_read || one.unread) one.last_seen = now;
    one.unread = !is_read;
    if (now - one.last_seen < good) {
      if (is_read) verdict.look(one.last_seen + good);
      return false;
    }
    if (works && !works(car, *signal, one.last_seen)) return false;
    verdict.events.push_back({.type = type,
                              .phase = Phase::cleared,
                              .at = now,
                              .since = one.last_seen,
                              .confidence = Confidence::certain,
                              .subject = one.sensor,
                              .evidence = {}});
    return true;
  });
}

Suspects::Suspect* Suspects::find(Signal signal) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Suspect& one) { return one.sensor == name(signal); });
  return found == all.end() ? nullptr : &*found;
}

SignalSet Suspects::signals() const {
  SignalSet set;
  for (const Suspect& one : all)
    if (const auto signal = find_signal(one.sensor)) set.set(index(*signal));
  return set;
}

}  // namespace liftbox
