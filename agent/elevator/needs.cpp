#include "agent/elevator/needs.hpp"

#include <algorithm>
#include <iterator>

namespace liftbox {
namespace {

using Group = std::vector<Signal>;

// A standing car is known from a zone that does not change, too: a moving one is not.
const Group movement{Signal::car_moving, Signal::car_speed, Signal::run_contactor, Signal::car_position};
const Group standstill{Signal::car_moving,   Signal::car_speed, Signal::run_contactor,
                       Signal::car_position, Signal::door_zone, Signal::floor};
const Group zone{Signal::door_zone};
const Group door_shut{Signal::door_closed, Signal::rear_door_closed};
const Group door_not_shut{Signal::door_closed, Signal::door_open, Signal::rear_door_closed,
                          Signal::rear_door_open};
const Group brake_arms{Signal::brake_1_released, Signal::brake_2_released, Signal::brake_3_released,
                       Signal::brake_4_released};

/// Any two arms: of each three at least one.
std::vector<Group> two_arms() {
  std::vector<Group> groups{{Signal::brake_command}};
  for (const Signal left_out : brake_arms) {
    groups.push_back(brake_arms);
    std::erase(groups.back(), left_out);
  }
  return groups;
}

/// A switch of the open door alone is silent while the door is on its way: something must tell it to shut. So
/// it must in a car that may park with its door open.
std::vector<Group> door_close(const LiftFacts& facts) {
  std::vector<Group> groups{zone,
                            door_not_shut,
                            {Signal::door_closed, Signal::rear_door_closed, Signal::door_close_command,
                             Signal::car_call, Signal::door_obstructed}};
  if (facts.parks_with_door_open)
    groups.push_back({Signal::door_open, Signal::rear_door_open, Signal::door_close_command, Signal::car_call,
                      Signal::door_obstructed});
  return groups;
}

/// A jump is seen in the floor alone, where it is known how fast the lift is.
std::vector<Group> position(const LiftFacts& facts) {
  if (facts.rated_speed_mm_s) return {{Signal::floor}};
  return {{Signal::floor}, movement};
}

}  // namespace

std::vector<Need> needs(const LiftFacts& facts) {
  std::vector<Need> all{
      {EventType::entrapment,
       "entrapment outside the door zone",
       {zone},
       EntrapmentEvidence::Place::outside_zone},
      {EventType::entrapment,
       "entrapment in the door zone",
       {zone,
        door_shut,
        {Signal::presence, Signal::load_kg, Signal::car_call, Signal::alarm_button,
         Signal::door_open_command}},
       EntrapmentEvidence::Place::in_zone},
      {EventType::alarm_button, "", {{Signal::alarm_button}}},
      {EventType::safety_chain_open, "", {{Signal::safety_chain}, movement, zone}},
      {EventType::door_close_fault, "", door_close(facts)},
      {EventType::door_open_fault,
       "",
       {movement,
        zone,
        door_shut,
        {Signal::door_open_command, Signal::presence, Signal::load_kg, Signal::car_call,
         Signal::alarm_button}}},
      {EventType::stopped_outside_door_zone, "", {zone}},
      {EventType::unintended_movement,
       "",
       {{Signal::door_zone, Signal::car_speed},
        {Signal::door_closed, Signal::door_open, Signal::rear_door_closed, Signal::rear_door_open,
         Signal::door_locked}}},
      {EventType::run_time_limiter,
       "",
       {{Signal::run_contactor, Signal::brake_command, Signal::car_moving, Signal::car_speed},
        {Signal::floor, Signal::door_zone, Signal::car_position}}},
      {EventType::position_lost, "", position(facts)},
      {EventType::restart_prevented, "", {{Signal::controller_fault, Signal::run_contactor}, standstill}},
      {EventType::door_open_while_moving, "", {movement, door_shut, {Signal::car_speed, Signal::door_zone}}},
      {EventType::overtravel_top, "", {{Signal::limit_top}}},
      {EventType::overtravel_bottom, "", {{Signal::limit_bottom}}},
      {EventType::brake_not_released, "", {{Signal::brake_command}, brake_arms}},
      {EventType::brake_not_set, "", {{Signal::brake_command}, brake_arms}},
      {EventType::brake_drag,
       "",
       {{Signal::brake_command}, brake_arms, {Signal::car_moving, Signal::car_speed}}},
      {EventType::brake_slip,
       "",
       {brake_arms, {Signal::car_moving, Signal::car_speed, Signal::car_position}, {Signal::service_mode}}},
      {EventType::brake_slow, "", {{Signal::brake_command}, brake_arms}},
      {EventType::brake_asymmetry, "", two_arms()},
      {EventType::brake_degrading, "", {{Signal::brake_command}, brake_arms}},
      {EventType::mains_lost, "", {{Signal::mains_power}}},
      {EventType::prolonged_outage, "", {movement}},
      {EventType::mode_inspection, "the service modes", {{Signal::service_mode}}},
  };
  if (facts.rated_speed_mm_s) all.push_back({EventType::overspeed, "", {{Signal::car_speed}}});
  if (facts.box.on_charge_mv)
    all.push_back({EventType::power_lost, "", {{Signal::box_power, Signal::battery_mv}}});
  if (facts.box.battery_low_mv) all.push_back({EventType::battery_low, "", {{Signal::battery_mv}}});
  for (Need& need : all) {
    if (need.what.empty()) need.what = name(need.type);
    need.edges = need.type == EventType::brake_slow || need.type == EventType::brake_asymmetry ||
                 need.type == EventType::brake_degrading;
  }
  return all;
}

std::vector<std::vector<Signal>> missing(const Need& need, const SignalSet& bound) {
  std::vector<Group> idle;
  std::copy_if(need.groups.begin(), need.groups.end(), std::back_inserter(idle), [&](const Group& group) {
    return std::none_of(group.begin(), group.end(), [&](Signal signal) { return bound[index(signal)]; });
  });
  return idle;
}

bool is_of(const Need& need, const Event& event) {
  if (need.type == EventType::mode_inspection) return std::holds_alternative<ModeEvidence>(event.evidence);
  if (event.type != need.type) return false;
  const auto* const held = std::get_if<EntrapmentEvidence>(&event.evidence);
  return held == nullptr || !need.place || held->place == *need.place;
}

bool rests_on(const Need& need, const SignalSet& suspects, const SignalSet& bound) {
  return std::any_of(need.groups.begin(), need.groups.end(), [&](const Group& group) {
    SignalSet used;
    for (const Signal signal : group) used.set(index(signal), bound[index(signal)]);
    return used.any() && (used & ~suspects).none();
  });
}

}  // namespace liftbox
