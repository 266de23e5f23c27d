#include "agent/elevator/causes/suggest.hpp"

#include <algorithm>
#include <array>

namespace liftbox {
namespace {

/// How it was when the incident began.
enum class When : std::uint8_t {
  any,
  in_motion,
  at_rest,
  upwards,
  shut_and_locked,
  shut_not_locked,
  shut_lock_unread,  ///< or not wired
  not_shut,
  of_door_zone,  ///< the sensor
};

/// An incident that speaks for a cause, and how loud. 90: hardly anything else does this; 50: one of two or
/// three; under 20 alone it is not worth a word. What several say adds up.
struct Row {
  EventType incident;
  When when;
  Cause cause;
  int weight;
};
constexpr std::array incident_table{
    // The safety chain opened: which of its contacts, the lock contacts tell.
    Row{EventType::safety_chain_open, When::any, Cause::safety_chain, 40},
    Row{EventType::safety_chain_open, When::shut_and_locked, Cause::safety_chain, 40},
    Row{EventType::safety_chain_open, When::shut_not_locked, Cause::landing_door_lock, 70},
    Row{EventType::safety_chain_open, When::shut_not_locked, Cause::car_door_lock, 45},
    Row{EventType::safety_chain_open, When::shut_lock_unread, Cause::landing_door_lock, 35},
    Row{EventType::safety_chain_open, When::shut_lock_unread, Cause::car_door_lock, 30},
    Row{EventType::safety_chain_open, When::not_shut, Cause::car_door_lock, 60},
    Row{EventType::safety_chain_open, When::not_shut, Cause::door_forced, 45},
    Row{EventType::door_open_while_moving, When::any, Cause::door_forced, 60},
    Row{EventType::door_open_while_moving, When::any, Cause::car_door_lock, 50},
    // The supply.
    Row{EventType::mains_lost, When::in_motion, Cause::power_cut, 90},
    Row{EventType::mains_lost, When::in_motion, Cause::main_supply, 30},
    Row{EventType::mains_lost, When::at_rest, Cause::main_supply, 70},
    Row{EventType::mains_lost, When::at_rest, Cause::main_switch, 40},
    // Doors at the landing.
    Row{EventType::door_open_fault, When::any, Cause::door_operator, 70},
    Row{EventType::door_close_fault, When::any, Cause::door_operator, 50},
    Row{EventType::door_close_fault, When::any, Cause::door_held, 25},
    // Brake and drive.
    Row{EventType::brake_not_released, When::any, Cause::brake, 80},
    Row{EventType::brake_drag, When::any, Cause::brake, 70},
    Row{EventType::brake_not_set, When::any, Cause::brake, 60},
    Row{EventType::brake_slip, When::any, Cause::brake, 50},
    Row{EventType::brake_degrading, When::any, Cause::brake, 25},
    Row{EventType::brake_slow, When::any, Cause::brake, 20},
    Row{EventType::brake_asymmetry, When::any, Cause::brake, 15},
    Row{EventType::run_time_limiter, When::any, Cause::motor, 45},
    Row{EventType::run_time_limiter, When::any, Cause::inverter, 40},
    Row{EventType::run_time_limiter, When::any, Cause::brake, 20},
    Row{EventType::restart_prevented, When::any, Cause::inverter, 25},
    Row{EventType::restart_prevented, When::any, Cause::motor, 20},
    Row{EventType::overspeed, When::upwards, Cause::ascending_overspeed, 90},
    Row{EventType::unintended_movement, When::any, Cause::unintended_movement, 90},
    Row{EventType::unintended_movement, When::any, Cause::brake, 40},
    // Where the car is.
    Row{EventType::position_lost, When::any, Cause::encoder, 60},
    Row{EventType::position_lost, When::any, Cause::levelling_sensor, 35},
    Row{EventType::sensor_conflict, When::of_door_zone, Cause::levelling_sensor, 70},
    Row{EventType::sensor_stuck, When::of_door_zone, Cause::levelling_sensor, 70},
};

/// What a signal showed.
struct SeenRow {
  Signal signal;
  Cause cause;
  int weight;
};
constexpr std::array seen_table{
    SeenRow{Signal::load_kg, Cause::overload, 80},
    SeenRow{Signal::cabinet_temperature, Cause::machine_room_hot, 60},
    SeenRow{Signal::door_obstructed, Cause::door_held, 50},
    SeenRow{Signal::door_open, Cause::door_held, 35},  // reopened again and again
    SeenRow{Signal::door_open, Cause::door_operator, 20},
};
constexpr int controllers_word = 80;  ///< its maker's code names the part
constexpr int nobody_came = 50;
constexpr int least = 20;
constexpr std::size_t most = 3;

bool holds(When when, const Lately::Told& told) {
  const bool shut = told.shut == Kleene::yes;
  switch (when) {
    case When::any:
      return true;
    case When::in_motion:
      return told.in_motion;
    case When::at_rest:
      return !told.in_motion;
    case When::upwards:
      return told.direction == Direction::up;
    case When::shut_and_locked:
      return shut && told.locked == Kleene::yes;
    case When::shut_not_locked:
      return shut && told.locked == Kleene::no;
    case When::shut_lock_unread:
      return shut && told.locked == Kleene::unknown;
    case When::not_shut:
      return told.shut == Kleene::no;
    case When::of_door_zone:
      break;
  }
  return told.subject == name(Signal::door_zone);
}

using Causes = std::vector<SuggestedCause>;

void add(Causes& causes, Cause cause, int weight, const CauseSign& sign) {
  auto known = std::find_if(causes.begin(), causes.end(),
                            [&](const SuggestedCause& one) { return one.cause == cause; });
  if (known == causes.end()) known = causes.insert(known, SuggestedCause{cause, 0, {}});
  known->weight += weight;
  const auto same = [&](const CauseSign& one) {
    return one.incident == sign.incident && one.subject == sign.subject && one.signal == sign.signal;
  };
  if (std::none_of(known->signs.begin(), known->signs.end(), same)) known->signs.push_back(sign);
}

void add_incidents(Causes& causes, const std::vector<Lately::Told>& all, Moment from) {
  for (const Row& row : incident_table)
    for (const Lately::Told& told : all)
      if (told.type == row.incident && told.over.value_or(never) >= from && holds(row.when, told))
        add(causes, row.cause, row.weight, {told.type, told.subject, {}, 0, told.at});
}

void add_signals(Causes& causes, const std::vector<Lately::Seen>& all, Moment from,
                 const std::map<int, Cause>& controller_causes) {
  for (const Lately::Seen& seen : all) {
    if (seen.last < from) continue;
    const CauseSign sign{{}, {}, seen.signal, seen.value, seen.last};
    for (const SeenRow& row : seen_table)
      if (row.signal == seen.signal) add(causes, row.cause, row.weight, sign);
    const auto part = controller_causes.find(seen.value);
    if (seen.signal == Signal::controller_fault && part != controller_causes.end())
      add(causes, part->second, controllers_word, sign);
  }
}

}  // namespace

std::vector<SuggestedCause> suggest_causes(const Lately::Memory& lately, const EntrapmentEvidence& entrapment,
                                           const Rules::Causes& rules,
                                           const std::map<int, Cause>& controller_causes) {
  Causes causes;
  const Moment from = entrapment.stopped - rules.before;
  add_incidents(causes, lately.told, from);
  add_signals(causes, lately.seen, from, controller_causes);
  if (entrapment.self_released && entrapment.released)
    add(causes, Cause::recovered, nobody_came,
        {EventType::entrapment, {}, {}, 0, entrapment.confirmed.value_or(entrapment.stopped)});
  std::stable_sort(causes.begin(), causes.end(),
                   [](const SuggestedCause& a, const SuggestedCause& b) { return a.weight > b.weight; });
  std::erase_if(causes, [](const SuggestedCause& one) { return one.weight < least; });
  causes.resize(std::min(causes.size(), most));
  return causes;
}

}  // namespace liftbox
