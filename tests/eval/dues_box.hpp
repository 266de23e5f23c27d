#pragma once

#include <vector>

#include "drivers/simulated/worn/lift.hpp"
#include "tests/eval/score.hpp"

namespace liftbox::eval {

/// Of the box itself: its battery, its tests of itself, and the dates that it is told.
std::vector<Due> box_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths);

}  // namespace liftbox::eval
