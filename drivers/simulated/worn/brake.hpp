#pragma once

#include <array>
#include <cstddef>

#include "drivers/simulated/worn/agenda.hpp"
#include "drivers/simulated/worn/dice.hpp"
#include "drivers/simulated/worn/terminals.hpp"

namespace liftbox::worn {

/// A drum brake (鼓式制动器) with two arms, each of which follows the coil after a time of its own.
class Brake {
 public:
  static constexpr std::size_t arms = 2;

  Brake(Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  void energise(bool on, Time now);
  void arm_follows(std::size_t arm, Time now);

  bool energised() const { return energised_; }
  bool released(std::size_t arm) const { return arms_.at(arm).released; }
  bool all_released() const { return arms_[0].released && arms_[1].released; }
  bool all_set() const { return !arms_[0].released && !arms_[1].released; }

 private:
  struct Arm {
    double release_ms;
    double set_ms;
    bool released = false;
  };
  static Due due(std::size_t arm) { return arm == 0 ? Due::arm_1 : Due::arm_2; }

  Agenda& agenda_;
  Terminals& terminals_;
  Dice dice_;
  bool energised_ = false;
  std::array<Arm, arms> arms_;
};

}  // namespace liftbox::worn
