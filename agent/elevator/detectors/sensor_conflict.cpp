#include "agent/elevator/detectors/sensor_conflict.hpp"

#include <algorithm>

#include "agent/elevator/brake/brake_times.hpp"

namespace liftbox {
namespace {

constexpr EventType type = EventType::sensor_conflict;
using Why = SensorEvidence::Why;

}  // namespace

SensorConflict::SensorConflict(const Rules& rules, const LiftFacts& facts)
    : rules_{rules.sensors}, reread_{rules.words.trace_reread} {
  if (facts.express_from && facts.express_to)
    express_zone_ = std::minmax(*facts.express_from, *facts.express_to);
}

Verdict SensorConflict::observe(const CarState& car, Moment now) {
  Verdict verdict;
  judge_door(car, Signal::door_closed, Signal::door_open, now, verdict);
  judge_door(car, Signal::rear_door_closed, Signal::rear_door_open, now, verdict);
  judge_zone(car, now, verdict);
  judge_arms(car, now, verdict);
  memory.clear_after(rules_.clear, type, car, now, verdict);
  return verdict;
}

SignalSet SensorConflict::suspects() const {
  SignalSet set = memory.signals();
  if (set[index(Signal::door_closed)]) set.set(index(Signal::door_open));
  if (set[index(Signal::rear_door_closed)]) set.set(index(Signal::rear_door_open));
  return set;
}

void SensorConflict::judge_door(const CarState& car, Signal closed, Signal open, Moment now,
                                Verdict& verdict) {
  const Fact both = car.is(closed) && car.is(open);
  if (!both.yes()) memory.lasted_until(closed, both.no() ? both.since : now);
  if (!verdict.lasted(both, rules_.conflict, now)) return;
  if (both.read_at < both.since)  // one of them is polled, and may have changed since
    verdict.await_reading(both, reread_, now);
  else
    memory.saw(type, closed, {Why::open_and_closed, 0}, both.since, now, verdict);
}

/// A slow poll misses the zones of the landings that are passed: only a zone of which every edge is read is
/// judged.
void SensorConflict::judge_zone(const CarState& car, Moment now, Verdict& verdict) {
  const auto zone = car.value(Signal::door_zone);
  const auto floor = car.value(Signal::floor);
  const bool changed = !zone || zone != zone_;
  zone_ = zone;
  const bool passed = floor && floor_ && floor != floor_ && *floor != 0 && *floor_ != 0 &&
                      !(express(*floor) && express(*floor_));
  floor_ = floor;
  if (changed || !car.moving().yes() || !car.reads_every_edge(Signal::door_zone))
    floors_passed_ = 0;
  else if (passed)
    ++floors_passed_;
  if (floors_passed_ >= rules_.conflict_floors && passed)
    memory.saw(type, Signal::door_zone, {Why::zone_never_changes, floors_passed_},
               car.state(Signal::door_zone).since, now, verdict);
}

/// The first move towards what was commanded is the answer to it.
void SensorConflict::judge_arms(const CarState& car, Moment now, Verdict& verdict) {
  const auto command = car.value(Signal::brake_command);
  const bool by_hand = brake_opened_by_hand(car);
  const bool unread = !command || !car.reads_every_edge(Signal::brake_command);
  if (unread || by_hand != by_hand_) {
    by_hand_ = by_hand;
    command_.reset();
    arms_ = {};
  }
  if (unread) return;
  const bool commanded = command != command_;
  command_ = command;
  for (int number = 1; number <= max_brake_arms; ++number) {
    Arm& arm = arms_[static_cast<std::size_t>(number) - 1];
    const auto released = car.value(brake_arm(number));
    if (commanded) arm = {arm.released, false, 0};
    const bool moved = released && arm.released && released != arm.released;
    arm.released = released;
    if (!moved) continue;
    if (!arm.answered && released == command) {
      arm.answered = true;
    } else if (++arm.toggles == rules_.conflict_toggles && by_hand) {
      verdict.held_back.push_back({type, HeldBack::Reason::mode, now, car.state(brake_arm(number)).since,
                                   std::string{liftbox::name(brake_arm(number))},
                                   std::string{brake_opened_because(car)}});
    } else if (!by_hand && arm.toggles >= rules_.conflict_toggles) {
      memory.saw(type, brake_arm(number), {Why::moves_without_command, arm.toggles},
                 car.state(brake_arm(number)).since, now, verdict);
    }
  }
}

bool SensorConflict::express(Value floor) const {
  return express_zone_ && floor >= express_zone_->first && floor <= express_zone_->second;
}

}  // namespace liftbox
