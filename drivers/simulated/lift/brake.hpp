#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>

#include "drivers/simulated/lift/time.hpp"

namespace liftbox::simulated {

/// A drum brake (鼓式制动器) with two arms: each follows the coil after a time of its own, a little different
/// each time, or sticks.
class Brake {
 public:
  static constexpr std::size_t arms = 2;
  static constexpr std::array<Time, arms> release_time{240ms, 255ms};
  static constexpr std::array<Time, arms> set_time{180ms, 190ms};
  static constexpr Time most_scatter{18};  ///< of a single time, earlier or later

  explicit Brake(std::uint64_t seed) : random_{seed} {}

  void energise(bool on, Time now);  ///< the coil
  void step(Time now);

  bool energised() const { return energised_; }
  bool released(std::size_t arm) const { return arms_.at(arm).released; }
  bool all_released() const { return arms_set() == 0; }
  int arms_set() const;

  /// From its next movement into that position on, the arm stays there.
  void stick(std::size_t arm, bool released) { arms_.at(arm).stuck = released; }
  void mend(Time now);
  std::optional<bool> stuck(std::size_t arm) const { return arms_.at(arm).stuck; }

 private:
  struct Arm {
    bool released = false;
    Time acts_at{};
    std::optional<bool> stuck;
  };
  Time scatter();

  std::mt19937_64 random_;
  bool energised_ = false;
  std::array<Arm, arms> arms_{};
};

}  // namespace liftbox::simulated
