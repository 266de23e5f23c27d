#pragma once

#include <cstdint>
#include <functional>
#include <random>

#include "drivers/simulated/lift/witness.hpp"

namespace liftbox::simulated {

/// What a story can act upon: the lift, and what is around it.
struct Stage {
  Lift& lift;
  Tell tell;               ///< what happens around the lift rather than in it
  std::mt19937_64 random;  ///< for what the story leaves to chance
  bool bus_cut = false;
  bool ended = false;
};

/// What a step of a story does.
using Deed = std::function<void(Stage&)>;

}  // namespace liftbox::simulated
