// What is said of the car in words, by what its signals read.
#include <algorithm>
#include <array>

#include "agent/elevator/car_state.hpp"

namespace liftbox {

CarState::Words CarState::words() const {
  const auto edge = [](const Fact& fact) { return Words::Edge{fact.is, fact.since}; };
  return {
      .moving = edge(moving()),
      .shut = edge(shut_),
      .open = edge(open_),
      .fast = edge(fast_),
      .inspection = edge(inspection_),
      .in_zone = edge(in_zone()),
      .occupancy = {occupancy(), occupancy_since(), occupancy_at_landing()},
      .mode = {mode(), mode_since()},
      .runs = {motion_.run_began(), motion_.run_ended(), motion_.stopped(), motion_.memory.completed_runs,
               motion_.full_travel()},
      .alarm_acknowledged = alarm_acknowledged_,
  };
}

WordSet CarState::Words::changed_since(const Words& before) const {
  WordSet changed;
  const auto compare = [&](Word word, const auto& now, const auto& then) {
    changed.set(static_cast<std::size_t>(word), now != then);
  };
  compare(Word::moving, moving, before.moving);
  compare(Word::shut, shut, before.shut);
  compare(Word::open, open, before.open);
  compare(Word::fast, fast, before.fast);
  compare(Word::inspection, inspection, before.inspection);
  compare(Word::in_zone, in_zone, before.in_zone);
  compare(Word::occupancy, occupancy, before.occupancy);
  compare(Word::mode, mode, before.mode);
  compare(Word::runs, runs, before.runs);
  compare(Word::acknowledged, alarm_acknowledged, before.alarm_acknowledged);
  return changed;
}

Fact CarState::on_its_way() const {
  return moving() && (bound(Signal::car_speed) ? fast() : !in_zone());
}

ServiceMode CarState::mode() const {
  constexpr Value unknown{static_cast<int>(ServiceMode::unknown)};
  const Value told = value(Signal::service_mode).value_or(unknown);
  return static_cast<ServiceMode>(told >= 0 && told < unknown ? told : unknown);
}

Direction CarState::direction() const {
  const auto told = value(Signal::car_direction);
  for (const Direction way : {Direction::up, Direction::down})
    if (told == static_cast<Value>(way)) return way;
  return Direction::none;
}

Occupancy CarState::occupancy_at_landing() const {
  return occupancy() == Occupancy::occupied && latch_.memory.search ? Occupancy::unknown : occupancy();
}

/// Nobody moves without a pause; a sensor does that holds its output, or whose cable is broken.
void CarState::judge_presence(Moment now) {
  const Fact seen = is(Signal::presence);
  const bool was_believed = !presence_.unknown() || seen.unknown();
  presence_ = seen;
  if (!seen.yes()) return;
  const Moment too_long = seen.since + rules_.occupancy.presence_longest;
  if (now < too_long) return look_at(too_long);
  presence_ = {Kleene::unknown, too_long, seen.read_at};
  if (was_believed) hearing_.set(index(Signal::presence));
}

/// One that reads both closed and open is what its lock says.
Fact CarState::closed(Signal closed_switch, Signal open_switch) const {
  const Fact open = is(open_switch);
  if (bound(closed_switch)) {
    Fact closed = is(closed_switch);
    const Fact unlocked = open && !is(Signal::door_locked);
    if (closed.yes() && unlocked.yes()) return !unlocked;
    if (bound(open_switch) && closed.yes() && unlocked.no())
      closed.since = std::max(closed.since, unlocked.since);
    return closed;
  }
  return open.yes() ? !open : Fact{Kleene::unknown, open.since, open.read_at};
}

void CarState::judge_doors(Moment now) {
  const bool front = bound(Signal::door_closed) || bound(Signal::door_open);
  const bool rear = bound(Signal::rear_door_closed) || bound(Signal::rear_door_open);
  const Fact front_closed = closed(Signal::door_closed, Signal::door_open);
  const Fact rear_closed = closed(Signal::rear_door_closed, Signal::rear_door_open);
  shut_ = front && rear ? front_closed && rear_closed : rear ? rear_closed : front_closed;
  const Fact not_closed = !shut_;
  open_ = not_closed;
  if (!not_closed.yes()) return;
  const Moment opens_at = not_closed.since + rules_.words.door_open;
  if (now >= opens_at) {
    open_.since = opens_at;
  } else {
    open_.is = Kleene::no;
    look_at(opens_at);
  }
}

Machine::Inputs CarState::machine_inputs() const {
  Machine::Inputs in{.contactor = is(Signal::run_contactor)};
  for (int arm = 1; arm <= max_brake_arms; ++arm)
    if (const Signal released = brake_arm(arm); bound(released))
      in.released[static_cast<std::size_t>(arm - 1)] = is(released);
  return in;
}

Motion::Inputs CarState::motion_inputs() const {
  const SignalState& position = slots_[index(Signal::car_position)];
  return {
      .moving = is(Signal::car_moving),
      .speed_above_standstill = above_standstill_.fact,
      .driven = machine_.driven(),
      .braked = machine_.braked(),
      .position = value(Signal::car_position),
      .position_since = position.since,
      .position_read_at = position.read_at,
      .floor = value(Signal::floor),
      .last_change = last_change(),
      .mains_lost = is(Signal::mains_power).no(),
  };
}

Zone::Inputs CarState::zone_inputs() const {
  return {
      .zone = is(Signal::door_zone),
      .every_edge = reads_every_edge(Signal::door_zone),
      .moving = moving(),
      .braked = machine_.braked(),
      .shut = shut_,
      .commanded =
          bound(Signal::door_open_command) ? std::optional{is(Signal::door_open_command)} : std::nullopt,
      .floor = value(Signal::floor),
  };
}

std::optional<Moment> CarState::last_change() const {
  constexpr std::array places{Signal::door_zone, Signal::floor, Signal::car_position};
  constexpr std::array doors{Signal::door_closed, Signal::door_open, Signal::rear_door_closed,
                             Signal::rear_door_open};
  std::optional<Moment> last;
  for (const Signal signal : places)
    if (value(signal)) last = std::max(last.value_or(state(signal).since), state(signal).since);
  if (!last) return std::nullopt;
  for (const Signal signal : doors)
    if (value(signal)) last = std::max(*last, state(signal).since);
  return last;
}

/// By car call or alarm button, whichever is bound.
Fact CarState::called() const {
  if (!bound(Signal::alarm_button)) return is(Signal::car_call);
  if (!bound(Signal::car_call)) return is(Signal::alarm_button);
  return is(Signal::car_call) || is(Signal::alarm_button);
}

void CarState::weigh(Moment now) {
  const SignalState& load = slots_[index(Signal::load_kg)];
  Fact idle = standing() && shut_;
  if (bound(Signal::presence)) idle = idle && !presence_;
  if (bound(Signal::car_call) || bound(Signal::alarm_button)) idle = idle && !called();
  const Scale::Inputs in{value(Signal::load_kg), load.since, read_at(Signal::load_kg), shut_.no(),
                         called().yes(),         idle};
  if (scale_.observe(in, now)) hearing_.set(index(Signal::load_kg));
  look_at(scale_.next_change());
}

OccupancyLatch::Inputs CarState::occupancy_inputs() const {
  const bool never_lets_go = is(Signal::presence).yes() && presence_.unknown();
  return {
      .presence_sensed = bound(Signal::presence) && !never_lets_go,
      .load_sensed = bound(Signal::load_kg),
      .call_sensed = bound(Signal::car_call) || bound(Signal::alarm_button),
      .presence = presence_,
      .load = weighs_somebody(),
      .sure_of_load = weighs_a_person(),
      .call = called(),
      .shut = shut_,
      .reads_open = is(Signal::door_open).yes() || is(Signal::rear_door_open).yes(),
      .open = open_,
      .in_zone = in_zone(),
  };
}

}  // namespace liftbox
