#pragma once

#include <vector>

#include "drivers/simulated/worn/lift.hpp"
#include "tests/eval/score.hpp"

namespace liftbox::eval {

/// A wall clock that jumps by 10 s or more is told of at the next look at it, a minute later at most.
std::vector<Due> clock_dues(const std::vector<worn::Truth>& truths);

}  // namespace liftbox::eval
