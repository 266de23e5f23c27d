#include "drivers/simulated/worn/setup.hpp"

namespace liftbox::worn {

/// Per lift-year, all guesses of the field. City rescue platforms count between 0.3 and 1 entrapment per lift
/// and year; the rest is set beside that.
std::vector<Setup::Rate> field_rates() {
  using enum Incident;
  return {
      {stop_by_safety_chain, 0.08},
      {stop_by_door_lock, 0.1},
      {stop_by_drive_fault, 0.06},
      {stop_by_encoder, 0.03},
      {stop_by_power_cut, 0.08},
      {stop_ard_fails, 0.01},
      {shut_in_door_dead, 0.06},
      {shut_in_door_silent, 0.03},
      {shut_in_no_start, 0.03},
      {stop_in_fire_return, 0.003},
      {stop_in_emergency_power, 0.003},
      {stop_in_earthquake, 0.001},
      {stop_bus_dead_before, 0.01},
      {stop_bus_dies_later, 0.01},
      {stop_presence_dead, 0.02},
      {stop_silent_passenger, 0.02},
      {stop_several_persons, 0.03},
      {short_stop, 1.5},
      {empty_stop, 0.2},
      {empty_stop_after_vandal, 0.02},
      {power_cut_ard_fetches, 0.1},
      {power_cut_standing, 1.0},
      {door_does_not_close, 0.5},
      {door_does_not_open_empty, 0.2},
      {door_held_by_furniture, 6},
      {door_reopens, 4},
      {door_opens_in_motion, 0.05},
      {unintended_movement, 0.005},
      {drifts_off_its_brake, 0.005},
      {overspeed, 0.005},
      {overtravel, 0.02},
      {motor_without_movement, 0.02},
      {floor_count_lost, 0.3},
      {restart_prevented, 0.5},
      {brake_not_released, 0.05},
      {brake_not_set, 0.02},
      {brake_drag, 0.03},
      {brake_slip, 0.02},
      {brake_wears, 0.03},
      {brake_sticks, 0.03},
      {fire_return, 0.5},
      {firefighter, 0.1},
      {emergency_power, 0.2},
      {earthquake, 0.05},
      {out_of_service, 0.1},
      {technician_visit, 1.5},
      {bed_transport, 2},
      {vandal_calls, 6},
      {bus_dead, 1},
      {register_frozen, 0.5},
      {register_unreadable, 0.3},
      {switch_stuck, 0.2},
      {presence_dead, 0.1},
      {presence_stuck, 0.1},
      {load_cell_off, 0.1},
      {clock_steps, 0.3},
  };
}

}  // namespace liftbox::worn
