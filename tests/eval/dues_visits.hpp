#pragma once

#include <vector>

#include "drivers/simulated/worn/lift.hpp"
#include "tests/eval/score.hpp"

namespace liftbox::eval {

/// Maintenance visits, by the inspection mode that each leaves behind: nobody signs in here. And that there
/// was none for 15 days.
std::vector<Due> visit_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths);

}  // namespace liftbox::eval
