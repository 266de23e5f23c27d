#include "drivers/simulated/lift/registers.hpp"

#include <cmath>
#include <initializer_list>

namespace liftbox::simulated {
namespace {

constexpr std::uint16_t cabinet_temperature = 285;  // 0.1 degC

std::uint16_t direction(double speed) {
  if (speed == 0) return 0;
  return speed > 0 ? 1 : 2;
}

std::uint16_t status(const Lift& lift) {
  const Machine& machine = lift.machine();
  const double height = machine.motion.height();
  unsigned bits = 0;
  unsigned bit = 0;
  for (const bool on :
       {!machine.motion.standing(), machine.contactor, machine.door.command() == Door::Command::open,
        machine.door.command() == Door::Command::close, lift.people().presses_call(lift.now()),
        machine.door.obstructed(), machine.chain_closed(), machine.shaft.at_top_limit(height),
        machine.shaft.at_bottom_limit(height)})
    bits |= (on ? 1U : 0U) << bit++;
  return static_cast<std::uint16_t>(bits);
}

}  // namespace

std::array<std::uint16_t, 10> registers(const Lift& lift) {
  const Machine& machine = lift.machine();
  const double speed = machine.motion.speed();
  const auto position = static_cast<std::uint32_t>(std::lround(machine.motion.height()));
  return {static_cast<std::uint16_t>(lift.controller().mode()),
          direction(speed),
          static_cast<std::uint16_t>(std::lround(std::abs(speed))),
          static_cast<std::uint16_t>(position >> 16U),
          static_cast<std::uint16_t>(position & 0xFFFFU),
          static_cast<std::uint16_t>(machine.landing()),
          static_cast<std::uint16_t>(lift.people().load_kg()),
          lift.controller().fault(),
          status(lift),
          cabinet_temperature};
}

}  // namespace liftbox::simulated
