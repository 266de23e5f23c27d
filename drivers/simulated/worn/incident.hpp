#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace liftbox::worn {

/// What can be drawn to happen. What really happened then is told by `Truth`, whoever caused it.
enum class Incident : std::uint8_t {
  // The car stops, and those in it cannot get out. Somebody always is in it.
  stop_by_safety_chain,
  stop_by_door_lock,
  stop_by_drive_fault,
  stop_by_encoder,
  stop_by_power_cut,    ///< no automatic rescue device
  stop_ard_fails,       ///< it has one, and it does not fetch the car
  shut_in_door_dead,    ///< the controller tries to open again and again
  shut_in_door_silent,  ///< no attempt is to be seen
  shut_in_no_start,     ///< boarded, shut, and the controller hangs
  stop_in_fire_return,
  stop_in_emergency_power,
  stop_in_earthquake,
  stop_bus_dead_before,   ///< the bus died while the car ran
  stop_bus_dies_later,    ///< … some time after it stopped
  stop_presence_dead,     ///< the PIR has been dead for a while
  stop_silent_passenger,  ///< never presses anything, stands still
  stop_several_persons,
  // A car that stops, and nobody is trapped for long.
  short_stop,  ///< recovers within seconds
  empty_stop,
  empty_stop_after_vandal,  ///< calls pressed by somebody who stayed outside
  power_cut_ard_fetches,
  power_cut_standing,  ///< mains fail while the car stands somewhere
  // Doors.
  door_does_not_close,
  door_does_not_open_empty,
  door_held_by_furniture,
  door_reopens,  ///< something lies on the sill
  door_opens_in_motion,
  // Movement.
  unintended_movement,
  drifts_off_its_brake,  ///< at a landing, by its own weight or its counterweight's
  overspeed,
  overtravel,
  motor_without_movement,
  floor_count_lost,
  restart_prevented,  ///< empty, at a landing
  // Brake.
  brake_not_released,
  brake_not_set,
  brake_drag,
  brake_slip,
  brake_wears,   ///< set and release times grow by 1 ms in 100 cycles
  brake_sticks,  ///< one cycle in 200, more often with time
  // Service.
  fire_return,
  firefighter,
  emergency_power,
  earthquake,
  out_of_service,    ///< switched off for more than a day
  technician_visit,  ///< beyond those of the calendar
  bed_transport,
  vandal_calls,
  // Sources.
  bus_dead,
  register_frozen,
  register_unreadable,  ///< an exception instead of a value
  switch_stuck,
  presence_dead,
  presence_stuck,
  load_cell_off,
  clock_steps,
  // The box, and those who should come.
  box_unplugged,    ///< a fuse, a plug: without supply while the mains are there
  box_battery_old,  ///< it does not last any more; changed after months
  box_opened,
  maintenance_skipped,  ///< the next visit of the calendar
};
inline constexpr std::size_t incident_count = static_cast<std::size_t>(Incident::maintenance_skipped) + 1;

std::string_view name(Incident incident);
std::optional<Incident> find_incident(std::string_view name);

}  // namespace liftbox::worn
