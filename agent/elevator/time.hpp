#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace liftbox {

/// The clock of every decision: monotonic, in milliseconds, never stepped. In the daemon it is
/// CLOCK_MONOTONIC (the clock of the kernel's GPIO events), in a trace it counts from 0. Only `Clock` reads
/// it; everywhere else time is an argument.
struct Monotonic {
  using rep = std::int64_t;
  using period = std::milli;
  using duration = std::chrono::duration<rep, period>;
  using time_point = std::chrono::time_point<Monotonic, duration>;
  static constexpr bool is_steady = true;
};

using Duration = Monotonic::duration;
using Moment = Monotonic::time_point;

inline constexpr Moment long_ago{Duration{std::numeric_limits<std::int64_t>::min() / 4}};
inline constexpr Moment never{Duration{std::numeric_limits<std::int64_t>::max() / 2}};

}  // namespace liftbox
