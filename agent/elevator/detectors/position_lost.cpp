#include "agent/elevator/detectors/position_lost.hpp"

#include <algorithm>
#include <cstdlib>

namespace liftbox {
namespace {

/// Before its first run after a power cut a controller may be looking for its floor.
Fact ought_to_know(const CarState& car) {
  const auto ended = car.motion().run_ended();
  return car.moving() || Fact{kleene(ended.has_value()), ended.value_or(long_ago), car.moving().read_at};
}

}  // namespace

PositionLost::PositionLost(const Rules& rules, const LiftFacts& facts)
    : rules_{rules.faults}, reread_{rules.words.trace_reread}, rated_mm_s_{facts.rated_speed_mm_s} {}

Verdict PositionLost::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact floor_unknown = !car.is(Signal::floor);
  if (Event* const said = memory.fault.raise_when(all_of(floor_unknown, ought_to_know(car)), car.inspection(),
                                                  rules_.floor_unknown, Silence::starts_over, now, verdict))
    said->evidence = PositionEvidence{};
  const auto floor = car.value(Signal::floor);
  if (!floor && memory.last) memory.last->unread = true;
  if (!floor) return verdict;
  if (*floor == 0) {
    memory.plausible_changes = 0;
    if (memory.last) memory.last->lost = true;
    return verdict;
  }
  if (memory.last && memory.last->floor != *floor) judge_change(car, *floor, now, verdict);
  memory.last = {*floor, car.state(Signal::floor).read_at};
  return verdict;
}

void PositionLost::judge_change(const CarState& car, Value floor, Moment now, Verdict& verdict) {
  const Moment changed = car.state(Signal::floor).since;
  if (jumped(car, floor)) {
    memory.plausible_changes = 0;
    if (memory.fault.open) return;
    if (car.inspection().yes()) {
      verdict.held_back.push_back({EventType::position_lost, HeldBack::Reason::mode, now, changed, {}, {}});
      return;
    }
    memory.fault.raise(changed, Confidence::certain,
                       PositionEvidence{PositionEvidence::Why::jumped, memory.last->floor, floor}, now,
                       verdict);
    return;
  }
  if (memory.last->lost || !memory.fault.open || ++memory.plausible_changes < rules_.plausible_changes)
    return;
  memory.fault.clear(changed, now, verdict);
  memory.plausible_changes = 0;
}

/// Farther than one landing and what the car can travel between the two readings.
bool PositionLost::jumped(const CarState& car, Value floor) const {
  if (!rated_mm_s_) return false;
  Duration between = car.state(Signal::floor).since - memory.last->read_at;
  if (car.reads_every_edge(Signal::floor) && !memory.last->unread) between = std::min(between, reread_);
  const std::int64_t landings = std::abs(floor - memory.last->floor);
  return (landings - 1) * rules_.storey_mm * 1000 > *rated_mm_s_ * between.count();
}

}  // namespace liftbox
