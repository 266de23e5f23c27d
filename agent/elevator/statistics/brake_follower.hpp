#pragma once

#include "agent/elevator/brake/brake_times.hpp"
#include "agent/elevator/statistics/counts.hpp"

namespace liftbox {

/// Counts the cycles of the brake, and how long its arms take.
class BrakeFollower {
 public:
  void observe(const CarState& car, Counts& into);

  template <class Visit>
  void fields(Visit&& visit) {
    visit("was_commanded", was_commanded_);
    visit("times", memory_);
  }

 private:
  Kleene was_commanded_ = Kleene::unknown;
  BrakeTimes times_{Duration::max()};  // statistics do not tell cold from warm
  BrakeTimes::Memory memory_;
};

}  // namespace liftbox
