#include "agent/elevator/detectors/sensor_conflict.hpp"

#include <utility>

#include "agent/elevator/brake/brake_times.hpp"

namespace liftbox {
namespace {

constexpr EventType type = EventType::sensor_conflict;
using Why = SensorEvidence::Why;

}  // namespace

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

void SensorConflict::judge_zone(const CarState& car, Moment now, Verdict& verdict) {
  const int before = std::exchange(floors_passed_, car.floors_passed());
  if (floors_passed_ >= rules_.conflict_floors && floors_passed_ > before)
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

}  // namespace liftbox
