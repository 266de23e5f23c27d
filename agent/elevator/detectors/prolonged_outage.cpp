#include "agent/elevator/detectors/prolonged_outage.hpp"

#include <algorithm>
#include <numeric>

namespace liftbox {

ProlongedOutage::ProlongedOutage(const Rules& rules, const LiftFacts& /*facts*/)
    : rules_{rules.faults}, hours_{static_cast<std::size_t>(rules.faults.outage_history_h)} {}

Verdict ProlongedOutage::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Motion& motion = car.motion();
  if (memory.completed_runs != motion.memory.completed_runs) {
    memory.completed_runs = motion.memory.completed_runs;
    count_run(motion.run_ended().value_or(now));
    memory.fault.condition = {};
    if (memory.fault.open) memory.fault.clear(*memory.last_run, now, verdict);
  }
  if (car.moving().unknown())
    memory.known_since.reset();
  else if (!memory.known_since)
    memory.known_since = now;
  if (!memory.last_run) return verdict;
  const bool in_use = runs_counted() >= static_cast<int>(hours_);
  const Fact used{kleene(in_use), *memory.last_run, now};
  const Fact idle{kleene(memory.known_since.has_value()) || Kleene::unknown, memory.known_since.value_or(now),
                  now};
  if (Event* const said = memory.fault.raise_when(all_of(used, idle), car.inspection(), rules_.outage,
                                                  Silence::starts_over, now, verdict))
    said->evidence = OutageEvidence{*memory.last_run, runs_counted()};
  return verdict;
}

void ProlongedOutage::count_run(Moment ended) {
  if (memory.runs.empty()) memory.hour = ended;
  const std::int64_t hours = std::max<std::int64_t>((ended - memory.hour) / 1h, 0);
  memory.hour += hours * 1h;
  memory.runs.insert(memory.runs.begin(), std::min(static_cast<std::size_t>(hours), hours_), 0);
  memory.runs.resize(std::min(std::max<std::size_t>(memory.runs.size(), 1), hours_));
  ++memory.runs.front();
  memory.last_run = ended;
}

int ProlongedOutage::runs_counted() const {
  return std::accumulate(memory.runs.begin(), memory.runs.end(), 0);
}

}  // namespace liftbox
