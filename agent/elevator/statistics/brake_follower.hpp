#pragma once

#include <array>
#include <optional>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/statistics/counts.hpp"

namespace liftbox {

/// Counts the cycles of the brake and times how each arm answers the command. Timed from edges only, never
/// while the brake may be opened by hand (inspection, mains lost).
class BrakeFollower {
 public:
  void observe(const CarState& car, Counts& into);

 private:
  void follow_arm(const CarState& car, std::size_t arm, Counts& into);

  Kleene was_commanded_ = Kleene::unknown;
  bool release_wanted_ = false;
  Moment commanded_at_{};
  std::array<bool, max_brake_arms> waiting_{};
};

}  // namespace liftbox
