#include "drivers/simulated/worn/signal.hpp"

#include <array>

namespace liftbox::worn {
namespace {

constexpr std::array<std::string_view, signal_count> signal_names{"service_mode",
                                                                  "car_moving",
                                                                  "car_direction",
                                                                  "car_speed",
                                                                  "car_position",
                                                                  "floor",
                                                                  "door_zone",
                                                                  "door_closed",
                                                                  "door_open",
                                                                  "door_locked",
                                                                  "door_obstructed",
                                                                  "door_open_command",
                                                                  "door_close_command",
                                                                  "brake_command",
                                                                  "brake_1_released",
                                                                  "brake_2_released",
                                                                  "run_contactor",
                                                                  "safety_chain",
                                                                  "limit_top",
                                                                  "limit_bottom",
                                                                  "mains_power",
                                                                  "controller_fault",
                                                                  "presence",
                                                                  "load_kg",
                                                                  "car_call",
                                                                  "alarm_button",
                                                                  "cabinet_temperature",
                                                                  "battery_mv",
                                                                  "box_power",
                                                                  "tamper",
                                                                  "bus",
                                                                  "clock_step_s"};
constexpr std::array<std::string_view, 7> mode_names{
    "out_of_service", "normal", "inspection", "fire_return", "firefighter", "emergency_power", "earthquake"};
constexpr std::array<std::string_view, 3> direction_names{"none", "up", "down"};

template <std::size_t N>
std::string enumerator(const std::array<std::string_view, N>& names, std::int32_t value) {
  return std::string{names.at(static_cast<std::size_t>(value))};
}

}  // namespace

std::string_view name(Signal signal) {
  return signal_names.at(index(signal));
}
std::string_view name(Mode mode) {
  return mode_names.at(static_cast<std::size_t>(mode));
}

std::string format(Signal signal, std::int32_t value) {
  if (signal == Signal::service_mode) return enumerator(mode_names, value);
  if (signal == Signal::car_direction) return enumerator(direction_names, value);
  return std::to_string(value);
}

}  // namespace liftbox::worn
