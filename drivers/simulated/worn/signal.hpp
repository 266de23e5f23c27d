#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace liftbox::worn {

/// What a box can be told about the lift: the words of the trade, spelled as in every trace. The last two are
/// no signals of the lift: what the box notices of its own bus and clock.
enum class Signal : std::uint8_t {
  service_mode,
  car_moving,
  car_direction,
  car_speed,
  car_position,
  floor,
  door_zone,
  door_closed,
  door_open,
  door_locked,
  door_obstructed,
  door_open_command,
  door_close_command,
  brake_command,
  brake_1_released,
  brake_2_released,
  run_contactor,
  safety_chain,
  limit_top,
  limit_bottom,
  mains_power,
  controller_fault,
  presence,
  load_kg,
  car_call,
  alarm_button,
  cabinet_temperature,
  battery_mv,  ///< of the box, like the next two
  box_power,
  tamper,
  bus,           ///< 1: it answers from here on; 0: it is silent from here on
  clock_step_s,  ///< the wall clock jumps by so many seconds; `t_ms` does not
};
inline constexpr std::size_t signal_count = static_cast<std::size_t>(Signal::clock_step_s) + 1;
constexpr std::size_t index(Signal signal) {
  return static_cast<std::size_t>(signal);
}

/// Numbered as in GB/T 24476.
enum class Mode : std::uint8_t {
  out_of_service,
  normal,
  inspection,
  fire_return,
  firefighter,
  emergency_power,
  earthquake,
};
enum class Direction : std::uint8_t { none, up, down };

std::string_view name(Signal signal);
std::string_view name(Mode mode);
/// As a trace has it: enumerations by name, everything else as a number.
std::string format(Signal signal, std::int32_t value);

}  // namespace liftbox::worn
