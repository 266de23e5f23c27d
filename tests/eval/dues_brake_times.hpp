#pragma once

#include <vector>

#include "drivers/simulated/worn/lift.hpp"
#include "tests/eval/arm_times.hpp"
#include "tests/eval/score.hpp"

namespace liftbox::eval {

/// Arms that are too slow, or not at one, in 3 of 10 cycles, by what they needed. Due is what nobody can
/// count otherwise: not by hand, each switch told as it was, and long after it was due before.
std::vector<Due> brake_time_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths,
                                 const std::vector<ArmTime>& times);

}  // namespace liftbox::eval
