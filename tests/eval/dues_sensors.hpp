#pragma once

#include <vector>

#include "drivers/simulated/worn/lift.hpp"
#include "tests/eval/score.hpp"

namespace liftbox::eval {

/// A switch or a sensor that is stuck: when it must have been noticed, by what went on meanwhile.
std::vector<Due> sensor_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths);

}  // namespace liftbox::eval
