#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace liftbox {

/// The vocabulary of everything a source can say about one lift. Facts are stated positively; a normally
/// closed contact is inverted where it is wired (`board/`).
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
  rear_door_closed,
  rear_door_open,
  door_locked,
  door_obstructed,
  door_open_command,
  door_close_command,
  brake_command,
  brake_1_released,
  brake_2_released,
  brake_3_released,
  brake_4_released,
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
  acceleration_mg,
  cabinet_temperature,
  box_power,
  battery_mv,
  tamper,
};
inline constexpr std::size_t signal_count = static_cast<std::size_t>(Signal::tamper) + 1;
constexpr std::size_t index(Signal signal) {
  return static_cast<std::size_t>(signal);
}

using SignalSet = std::bitset<signal_count>;
constexpr SignalSet signal_set(std::initializer_list<Signal> all) {
  unsigned long long bits = 0;
  for (const Signal signal : all) bits |= 1ULL << index(signal);
  return {bits};
}

/// Booleans are 0 and 1, enumerations their number, quantities whole numbers in the unit of the signal.
using Value = std::int32_t;

/// Service modes, numbered as in GB/T 24476.
enum class ServiceMode : std::uint8_t {
  out_of_service = 0,
  normal = 1,
  inspection = 2,
  fire_return = 3,
  firefighter = 4,
  emergency_power = 5,
  earthquake = 6,
  unknown = 7,
};
enum class Direction : std::uint8_t { none = 0, up = 1, down = 2 };

enum class SignalType : std::uint8_t { boolean, enumeration, number };

struct SignalInfo {
  Signal signal;
  std::string_view name;
  SignalType type;
  std::string_view unit;  ///< mm, mm/s, kg, mg, mV, 0.1 degC; empty where there is none
  Value min;              ///< a reading outside [min, max] is a lie of its source and becomes unknown
  Value max;
};

const std::array<SignalInfo, signal_count>& all_signals();
const SignalInfo& info(Signal signal);
inline std::string_view name(Signal signal) {
  return info(signal).name;
}
std::optional<Signal> find_signal(std::string_view name);

/// `custom.NAME`: a register or line that no detector knows.
bool is_custom_signal(std::string_view name);

std::string_view name(ServiceMode mode);
std::string_view name(Direction direction);
std::optional<Value> find_enumerator(Signal signal, std::string_view name);

/// Enumerations by name, everything else as a number.
std::string format(Signal signal, Value value);
/// The reverse: 0/1 for booleans, plain whole numbers, enumerations by name. Empty where the text is no such
/// value.
std::optional<Value> parse(Signal signal, std::string_view text);

constexpr Signal brake_arm(int arm) {  ///< arm 1 to 4
  return static_cast<Signal>(index(Signal::brake_1_released) + static_cast<std::size_t>(arm) - 1);
}
inline constexpr int max_brake_arms = 4;

inline constexpr SignalSet brake_signals =
    signal_set({Signal::brake_command, Signal::brake_1_released, Signal::brake_2_released,
                Signal::brake_3_released, Signal::brake_4_released});
inline constexpr SignalSet door_switches =
    signal_set({Signal::door_closed, Signal::door_open, Signal::rear_door_closed, Signal::rear_door_open});
/// Whether the car is on its way rests on these, on the door's switches and on the brake's.
inline constexpr SignalSet way_signals = signal_set(
    {Signal::door_zone, Signal::car_moving, Signal::car_speed, Signal::run_contactor, Signal::car_position});

}  // namespace liftbox
