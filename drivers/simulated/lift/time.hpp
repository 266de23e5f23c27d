#pragma once

#include <chrono>

namespace liftbox::simulated {

/// Time of the simulation, from 0 when the lift is switched on. Physics advances one millisecond at a time.
using Time = std::chrono::milliseconds;

inline constexpr Time one_step{1};

using namespace std::chrono_literals;

constexpr double in_seconds(Time time) {
  return std::chrono::duration<double>{time}.count();
}

}  // namespace liftbox::simulated
