#include "agent/config/controller_faults.hpp"

#include <algorithm>
#include <array>

namespace liftbox {
namespace {

/// GB/T 24476 faults 1 to 8. Profiles use its numbers whatever region the box reports to.
constexpr std::array national_faults{
    EventType::safety_chain_open,   EventType::door_close_fault,
    EventType::door_open_fault,     EventType::stopped_outside_door_zone,
    EventType::unintended_movement, EventType::run_time_limiter,
    EventType::position_lost,       EventType::restart_prevented,
};

bool shows_faults(const modbus::Unit& unit) {
  const auto& entries = unit.registers.entries;
  return std::any_of(entries.begin(), entries.end(),
                     [](const auto& entry) { return entry.signal == Signal::controller_fault; });
}

}  // namespace

std::map<int, EventType> controller_faults(const ControllerSettings& controller) {
  std::map<int, EventType> known;
  for (const modbus::Unit& unit : controller.units) {
    if (!shows_faults(unit)) continue;
    for (const auto& [code, meaning] : unit.registers.faults) {
      const int number = meaning.gb24476.value_or(0);
      if (number < 1 || number > static_cast<int>(national_faults.size())) continue;
      known[code] = national_faults[static_cast<std::size_t>(number) - 1];
    }
  }
  return known;
}

std::map<int, Cause> controller_causes(const ControllerSettings& controller) {
  std::map<int, Cause> known;
  for (const modbus::Unit& unit : controller.units) {
    if (!shows_faults(unit)) continue;
    for (const auto& [code, meaning] : unit.registers.faults)
      if (meaning.cause) known[code] = *meaning.cause;
  }
  return known;
}

}  // namespace liftbox
