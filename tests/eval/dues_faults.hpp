#pragma once

#include <vector>

#include "tests/eval/dues.hpp"

namespace liftbox::eval {

/// The faults of the car, its door and its brake, and the modes of service, by the tables of the
/// specification. Due is what must have been seen: it lasted so long that no poll could miss it, every
/// signal that tells of it was told as it was, and it was not open already. All else may be said.
std::vector<Due> fault_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths);

}  // namespace liftbox::eval
