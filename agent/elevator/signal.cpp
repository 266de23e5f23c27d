#include "agent/elevator/signal.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace liftbox {
namespace {

using enum Signal;
constexpr auto boolean = SignalType::boolean;
constexpr auto enumeration = SignalType::enumeration;
constexpr auto number = SignalType::number;

constexpr std::array<SignalInfo, signal_count> infos{{
    {service_mode, "service_mode", enumeration, "", 0, 7},
    {car_moving, "car_moving", boolean, "", 0, 1},
    {car_direction, "car_direction", enumeration, "", 0, 2},
    {car_speed, "car_speed", number, "mm/s", 0, 20'000},
    {car_position, "car_position", number, "mm", -20'000, 1'000'000},
    {floor, "floor", number, "", 0, 255},
    {door_zone, "door_zone", boolean, "", 0, 1},
    {door_closed, "door_closed", boolean, "", 0, 1},
    {door_open, "door_open", boolean, "", 0, 1},
    {rear_door_closed, "rear_door_closed", boolean, "", 0, 1},
    {rear_door_open, "rear_door_open", boolean, "", 0, 1},
    {door_locked, "door_locked", boolean, "", 0, 1},
    {door_obstructed, "door_obstructed", boolean, "", 0, 1},
    {door_open_command, "door_open_command", boolean, "", 0, 1},
    {door_close_command, "door_close_command", boolean, "", 0, 1},
    {brake_command, "brake_command", boolean, "", 0, 1},
    {brake_1_released, "brake_1_released", boolean, "", 0, 1},
    {brake_2_released, "brake_2_released", boolean, "", 0, 1},
    {brake_3_released, "brake_3_released", boolean, "", 0, 1},
    {brake_4_released, "brake_4_released", boolean, "", 0, 1},
    {run_contactor, "run_contactor", boolean, "", 0, 1},
    {safety_chain, "safety_chain", boolean, "", 0, 1},
    {limit_top, "limit_top", boolean, "", 0, 1},
    {limit_bottom, "limit_bottom", boolean, "", 0, 1},
    {mains_power, "mains_power", boolean, "", 0, 1},
    {controller_fault, "controller_fault", number, "", 0, 65'535},
    {presence, "presence", boolean, "", 0, 1},
    {load_kg, "load_kg", number, "kg", -500, 20'000},
    {car_call, "car_call", boolean, "", 0, 1},
    {alarm_button, "alarm_button", boolean, "", 0, 1},
    {acceleration_mg, "acceleration_mg", number, "mg", -16'000, 16'000},
    {cabinet_temperature, "cabinet_temperature", number, "0.1 degC", -600, 2'000},
    {box_power, "box_power", boolean, "", 0, 1},
    {battery_mv, "battery_mv", number, "mV", 0, 100'000},
    {tamper, "tamper", boolean, "", 0, 1},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < infos.size(); ++i)
    if (index(infos[i].signal) != i) return false;
  return true;
}
static_assert(in_order(), "the table follows the enumeration");

constexpr std::array<std::string_view, 8> mode_names{"out_of_service", "normal",      "inspection",
                                                     "fire_return",    "firefighter", "emergency_power",
                                                     "earthquake",     "unknown"};
constexpr std::array<std::string_view, 3> direction_names{"none", "up", "down"};

template <std::size_t N>
std::optional<Value> position(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

}  // namespace

const std::array<SignalInfo, signal_count>& all_signals() {
  return infos;
}
const SignalInfo& info(Signal signal) {
  return infos[index(signal)];
}

std::optional<Signal> find_signal(std::string_view name) {
  const auto* const found =
      std::find_if(infos.begin(), infos.end(), [&](const SignalInfo& i) { return i.name == name; });
  if (found == infos.end()) return std::nullopt;
  return found->signal;
}

bool is_custom_signal(std::string_view name) {
  constexpr std::string_view prefix = "custom.";
  return name.size() > prefix.size() && name.starts_with(prefix);
}

std::string_view name(ServiceMode mode) {
  return mode_names[static_cast<std::size_t>(mode)];
}
std::string_view name(Direction direction) {
  return direction_names[static_cast<std::size_t>(direction)];
}

std::optional<Value> find_enumerator(Signal signal, std::string_view name) {
  if (signal == service_mode) return position(mode_names, name);
  if (signal == car_direction) return position(direction_names, name);
  return std::nullopt;
}

std::string format(Signal signal, Value value) {
  if (signal == service_mode && value >= 0 && value < Value{mode_names.size()})
    return std::string{mode_names[static_cast<std::size_t>(value)]};
  if (signal == car_direction && value >= 0 && value < Value{direction_names.size()})
    return std::string{direction_names[static_cast<std::size_t>(value)]};
  return std::to_string(value);
}

std::optional<Value> parse(Signal signal, std::string_view text) {
  const SignalInfo& about = info(signal);
  if (about.type == enumeration) return find_enumerator(signal, text);
  Value value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < about.min || value > about.max) return std::nullopt;
  return value;
}

}  // namespace liftbox
