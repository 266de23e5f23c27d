#pragma once

#include <cstdint>
#include <random>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// When to try the broker again: full jitter below a ceiling that doubles from 1 s to 120 s, so that a city's
/// boxes do not all return at once.
class BackOff {
 public:
  explicit BackOff(std::uint64_t seed) : random_{seed} {}

  Duration next();
  void reset() { tries_ = 0; }
  /// For a new alarm: soon, but not all boxes at once. Leaves the ceiling as it is.
  Duration hurried();

  static constexpr Duration hurry_within{10'000};

 private:
  Duration between_0_and(Duration most);

  std::mt19937_64 random_;
  int tries_ = 0;
};

}  // namespace liftbox
