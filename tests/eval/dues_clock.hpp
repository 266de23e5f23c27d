#pragma once

#include <map>
#include <vector>

#include "drivers/simulated/worn/lift.hpp"
#include "tests/eval/score.hpp"

namespace liftbox::eval {

/// The jumps that one look at the wall clock sees.
struct Jumps {
  std::int64_t seconds = 0;
  const worn::Truth* first = nullptr;
};
/// By the looks that see them: the box looks each full minute.
std::map<Moment, Jumps> clock_looks(const std::vector<worn::Truth>& truths);

/// A wall clock that jumps by 10 s or more is told of at the next look at it, a minute later at most.
std::vector<Due> clock_dues(const std::vector<worn::Truth>& truths);

}  // namespace liftbox::eval
