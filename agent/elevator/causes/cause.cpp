#include "agent/elevator/causes/cause.hpp"

#include <algorithm>
#include <array>

namespace liftbox {
namespace {

constexpr std::array<std::string_view, cause_count> cause_names{
    "door_forced", "overload",         "door_held",         "power_cut",           "machine_room_hot",
    "recovered",   "car_door_lock",    "landing_door_lock", "door_operator",       "brake",
    "contactor",   "levelling_sensor", "encoder",           "main_switch",         "inverter",
    "motor",       "main_supply",      "safety_chain",      "unintended_movement", "ascending_overspeed",
};
static_assert(!cause_names.back().empty());

}  // namespace

std::string_view name(Cause cause) {
  return cause_names.at(static_cast<std::size_t>(cause));
}

std::optional<Cause> find_cause(std::string_view name) {
  const auto* const found = std::find(cause_names.begin(), cause_names.end(), name);
  if (found == cause_names.end()) return std::nullopt;
  return static_cast<Cause>(found - cause_names.begin());
}

}  // namespace liftbox
