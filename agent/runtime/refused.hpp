#pragma once

#include <algorithm>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// How long to wait before what the broker has refused so many times is offered again.
inline Duration retry_after(int refusals) {
  constexpr Duration first = std::chrono::seconds{30};
  constexpr Duration longest = std::chrono::minutes{10};
  constexpr int most_doublings = 5;  // 16 min: beyond the longest
  return std::min(longest, first * (1 << std::min(refusals - 1, most_doublings)));
}

}  // namespace liftbox
