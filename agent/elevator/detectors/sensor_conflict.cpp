#include "agent/elevator/detectors/sensor_conflict.hpp"

#include <utility>

#include "agent/elevator/brake/brake_times.hpp"

namespace liftbox {
namespace {

using Why = SensorEvidence::Why;

}  // namespace

Verdict SensorConflict::observe(const CarState& car, Moment now) {
  Verdict verdict;
  for (Door* const door : {&memory.front, &memory.rear}) judge_door(*door, car, now, verdict);
  judge_chain(car, now, verdict);
  judge_zone(car, now, verdict);
  judge_arms(car, now, verdict);
  memory.clear_after(rules_.clear, EventType::sensor_conflict, car, now, verdict, has_changed);
  return verdict;
}

SignalSet SensorConflict::suspects() const {
  SignalSet set = memory.signals();
  for (const Door* const door : {&memory.front, &memory.rear})
    if (set[index(door->closed)]) set.set(index(door->open));
  return set;
}

/// One that sticks is right half of the time: it is believed once it has changed. Of a door either switch may
/// be the one.
bool SensorConflict::has_changed(const CarState& car, Signal signal, Moment since) {
  const auto changed = [&](Signal one) { return car.value(one) && car.state(one).since > since; };
  const auto fellow = signal == Signal::door_closed        ? std::optional{Signal::door_open}
                      : signal == Signal::rear_door_closed ? std::optional{Signal::rear_door_open}
                                                           : std::nullopt;
  return changed(signal) && (!fellow || !car.bound(*fellow) || changed(*fellow));
}

void SensorConflict::judge_door(Door& door, const CarState& car, Moment now, Verdict& verdict) {
  const Fact both = car.is(door.closed) && car.is(door.open);
  if (both.unknown() || door.unread) memory.lasted_until(door.closed, now);
  if (both.no() && door.conflicting) memory.lasted_until(door.closed, both.since);
  door.conflicting = both.yes();
  door.unread = both.unknown();
  if (!verdict.lasted(both, rules_.conflict, now)) return;
  if (both.read_at < both.since)  // one of them is polled, and may have changed since
    verdict.await_reading(both, reread_, now);
  else
    memory.saw(EventType::sensor_conflict, door.closed, {Why::open_and_closed, 0}, both.since, now, verdict);
}

/// The chain is closed with all contacts in it: a switch that reads open has not followed its door, or its
/// contact in the chain is bridged (短接门锁), which inspection alone may be driven with.
void SensorConflict::judge_chain(const CarState& car, Moment now, Verdict& verdict) {
  const Fact runs_closed = car.is(Signal::safety_chain) && car.on_its_way() && !car.inspection();
  for (std::size_t i = 0; i < chained.size(); ++i) {
    const Fact open = runs_closed && !car.is(chained[i]);
    if (std::exchange(memory.open_in_chain[i], open.yes()) && !open.yes())
      memory.lasted_until(chained[i], open.since);
    if (!verdict.lasted(open, rules_.conflict, now)) continue;
    if (open.read_at <= open.since)  // the chain was not read since then
      verdict.await_reading(open, reread_, now);
    else
      memory.saw(EventType::sensor_conflict, chained[i], {Why::open_in_closed_chain, 0}, open.since, now,
                 verdict);
  }
}

void SensorConflict::judge_zone(const CarState& car, Moment now, Verdict& verdict) {
  const int before = std::exchange(memory.floors_passed, car.floors_passed());
  if (memory.floors_passed >= rules_.conflict_floors && memory.floors_passed > before)
    memory.saw(EventType::sensor_conflict, Signal::door_zone, {Why::zone_never_changes, memory.floors_passed},
               car.state(Signal::door_zone).since, now, verdict);
}

/// The first move towards what was commanded is the answer to it.
void SensorConflict::judge_arms(const CarState& car, Moment now, Verdict& verdict) {
  const auto command = car.value(Signal::brake_command);
  const bool by_hand = brake_opened_by_hand(car);
  const bool unread = !command || !car.reads_every_edge(Signal::brake_command);
  if (unread || by_hand != memory.by_hand) {
    memory.by_hand = by_hand;
    memory.command.reset();
    memory.arms = {};
  }
  if (unread) return;
  const bool commanded = command != memory.command;
  memory.command = command;
  for (int number = 1; number <= max_brake_arms; ++number) {
    Arm& arm = memory.arms[static_cast<std::size_t>(number) - 1];
    const auto released = car.value(brake_arm(number));
    if (commanded) arm = {arm.released, false, 0};
    const bool moved = released && arm.released && released != arm.released;
    arm.released = released;
    if (!moved) continue;
    if (!arm.answered && released == command) {
      arm.answered = true;
    } else if (++arm.toggles == rules_.conflict_toggles && by_hand) {
      verdict.held_back.push_back(
          {EventType::sensor_conflict, HeldBack::Reason::mode, now, car.state(brake_arm(number)).since,
           std::string{liftbox::name(brake_arm(number))}, std::string{brake_opened_because(car)}});
    } else if (!by_hand && arm.toggles >= rules_.conflict_toggles) {
      memory.saw(EventType::sensor_conflict, brake_arm(number), {Why::moves_without_command, arm.toggles},
                 car.state(brake_arm(number)).since, now, verdict);
    }
  }
}

}  // namespace liftbox
