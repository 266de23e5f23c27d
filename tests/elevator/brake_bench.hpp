#pragma once

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

/// A lift in normal service that stands, its two brake arms set.
inline Bench two_arms(const Rules& rules = {}, std::initializer_list<Signal> more = {}) {
  SourceBindings wired =
      lines({service_mode, mains_power, car_moving, brake_command, brake_1_released, brake_2_released});
  for (const Signal signal : more) wired.bindings.push_back({signal, Arrival::edges, {}});
  Bench lift{{wired}, rules};
  lift.set(0s, {{service_mode, 1},
                {mains_power, 1},
                {car_moving, 0},
                {brake_command, 0},
                {brake_1_released, 0},
                {brake_2_released, 0}});
  return lift;
}

}  // namespace liftbox::test
