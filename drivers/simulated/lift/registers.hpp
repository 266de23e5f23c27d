#pragma once

#include <array>
#include <cstdint>

#include "drivers/simulated/lift/lift.hpp"

namespace liftbox::simulated {

/// What the controller shows of the lift on its Modbus port, as README.md lists it.
std::array<std::uint16_t, 10> registers(const Lift& lift);

}  // namespace liftbox::simulated
