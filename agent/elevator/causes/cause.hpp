#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace liftbox {

/// What may have shut people in, as far as a box can tell. Which number a rescue platform has for it is data
/// of the region.
enum class Cause : std::uint8_t {
  door_forced,
  overload,
  door_held,
  power_cut,  ///< while running
  machine_room_hot,
  recovered,  ///< by itself, and ran on
  car_door_lock,
  landing_door_lock,
  door_operator,
  brake,
  contactor,
  levelling_sensor,
  encoder,
  main_switch,
  inverter,
  motor,
  main_supply,
  safety_chain,
  unintended_movement,
  ascending_overspeed,
};
inline constexpr std::size_t cause_count = static_cast<std::size_t>(Cause::ascending_overspeed) + 1;

std::string_view name(Cause cause);
std::optional<Cause> find_cause(std::string_view name);

}  // namespace liftbox
