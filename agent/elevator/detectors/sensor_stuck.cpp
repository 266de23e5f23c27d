#include "agent/elevator/detectors/sensor_stuck.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

constexpr std::array front_door{Signal::door_closed, Signal::door_open};
constexpr std::array rear_door{Signal::rear_door_closed, Signal::rear_door_open};
constexpr std::array arms{Signal::brake_1_released, Signal::brake_2_released, Signal::brake_3_released,
                          Signal::brake_4_released};

template <class Group>
bool in(const Group& group, Signal signal) {
  return std::find(group.begin(), group.end(), signal) != group.end();
}

/// With two entrances the lock follows either door, and neither door has to follow the lock.
bool are_fellows(const CarState& car, Signal changed, Signal other) {
  const bool one_entrance = !(car.bound(Signal::door_closed) && car.bound(Signal::rear_door_closed));
  if (in(arms, changed)) return in(arms, other);
  if (in(front_door, changed)) return in(front_door, other) || other == Signal::door_locked;
  if (in(rear_door, changed)) return in(rear_door, other) || other == Signal::door_locked;
  return changed == Signal::door_locked && one_entrance && (in(front_door, other) || in(rear_door, other));
}

Event event(Phase phase, Signal signal, int unchanged, Moment now) {
  return {.type = EventType::sensor_stuck,
          .phase = phase,
          .at = now,
          .since = now,
          .confidence = Confidence::certain,
          .subject = std::string{name(signal)},
          .evidence = SensorEvidence{SensorEvidence::Why::unchanged, unchanged}};
}

}  // namespace

Verdict SensorStuck::observe(const CarState& car, Moment now) {
  Verdict verdict;
  for (std::size_t place = 0; place < watched.size(); ++place) follow(car, place, now, verdict);
  if (memory.completed_runs != car.motion().memory.completed_runs) {
    memory.completed_runs = car.motion().memory.completed_runs;
    if (!car.inspection().yes()) count_run(car);  // a technician jogs
  }
  count_opening(car);
  if (std::exchange(counted_, false)) judge(now, verdict);
  return verdict;
}

void SensorStuck::judge(Moment now, Verdict& verdict) {
  for (std::size_t place = 0; place < watched.size(); ++place) {
    Watch& watch = memory.watches[place];
    if (watch.stuck || !is_stuck(place)) continue;
    watch.stuck = true;
    verdict.events.push_back(event(Phase::raised, watched[place], watch.unchanged, now));
  }
}

bool SensorStuck::presence_stuck() const {
  static_assert(watched.back() == Signal::presence);
  return memory.watches.back().stuck;
}

SignalSet SensorStuck::suspects() const {
  SignalSet set;
  for (std::size_t place = 0; place < watched.size(); ++place)
    if (memory.watches[place].stuck) set.set(index(watched[place]));
  return set;
}

/// A silence may hide a change: what was counted before it is worth nothing.
void SensorStuck::follow(const CarState& car, std::size_t place, Moment now, Verdict& verdict) {
  Watch& watch = memory.watches[place];
  const auto value = car.value(watched[place]);
  const bool changed = value && watch.value && value != watch.value;
  if (!value || changed) {
    watch.unchanged = 0;
    watch.fellow_changed = false;
  }
  if (value) watch.value = value;
  if (!changed) return;
  counted_ = true;
  tell_fellows(car, watched[place]);
  if (!watch.stuck) return;
  watch.stuck = false;
  verdict.events.push_back(event(Phase::cleared, watched[place], 0, now));
}

void SensorStuck::tell_fellows(const CarState& car, Signal changed) {
  for (std::size_t place = 0; place < watched.size(); ++place)
    if (watched[place] != changed && are_fellows(car, changed, watched[place]))
      memory.watches[place].fellow_changed = true;
}

void SensorStuck::count_run(const CarState& car) {
  counted_ = true;
  for (std::size_t place = 0; place < watched.size(); ++place)
    if (watched[place] != Signal::presence && car.value(watched[place])) ++memory.watches[place].unchanged;
}

void SensorStuck::count_opening(const CarState& car) {
  memory.somebody = memory.somebody || car.is(Signal::car_call).yes() || car.weighs_somebody().yes();
  const bool opens = !memory.was_open && car.open().yes();
  memory.was_open = car.open().yes();
  if (!opens) return;
  counted_ = true;
  Watch& presence = memory.watches[watched.size() - 1];
  if (memory.somebody && car.value(Signal::presence)) ++presence.unchanged;
  memory.somebody = false;
}

bool SensorStuck::is_stuck(std::size_t place) const {
  const Watch& watch = memory.watches[place];
  if (watched[place] == Signal::presence) return watch.unchanged >= rules_.stuck_openings;
  if (watched[place] == Signal::door_zone) return watch.unchanged >= rules_.stuck_zone_runs;
  return watch.fellow_changed && watch.unchanged >= rules_.stuck_runs;
}

}  // namespace liftbox
