#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "agent/elevator/reading.hpp"

namespace liftbox::eval {

/// How long one arm of the brake needed for one command, or until the next one.
struct ArmTime {
  Moment commanded{};
  Moment answered{};
  std::size_t arm = 0;
  bool release = false;  ///< else set
  bool followed = true;

  Duration time() const { return answered - commanded; }
};

/// Follows the switches of a brake with two arms. An arm that moves without a command is moved by a hand.
class ArmTimes {
 public:
  void hear(const Reading& reading);
  const std::vector<ArmTime>& times() const { return times_; }  ///< in order
  std::int32_t cycles() const { return cycles_; }

 private:
  bool command_ = false;
  Moment commanded_{};
  std::int32_t cycles_ = 0;
  std::array<bool, 2> answered_{true, true};
  std::vector<ArmTime> times_;
};

}  // namespace liftbox::eval
