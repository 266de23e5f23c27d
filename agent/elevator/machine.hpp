#pragma once

#include <array>
#include <optional>

#include "agent/elevator/fact.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/signal.hpp"

namespace liftbox {

/// What the switches of brake and motor say together. Between two calls of `observe` nothing changes.
class Machine {
 public:
  struct Memory {
    bool outlived_brake = false;  ///< the contactor

    template <class Visit>
    void fields(Visit&& visit) {
      visit("outlived_brake", outlived_brake);
    }
  };
  struct Inputs {
    std::array<std::optional<Fact>, max_brake_arms> released{};  ///< of each arm that is bound
    Fact contactor;                                              ///< closed; unknown where none is bound
  };

  /// True where what is told of the motor means something else than before.
  bool observe(const Inputs& in, const Rules::Words& rules, Moment now);
  Moment next_change() const { return next_change_; }

  int arms_bound() const { return arms_bound_; }
  /// Every bound arm reads set; nothing where none is bound.
  const std::optional<Fact>& braked() const { return braked_; }
  /// At least one of them; unknown where none is bound.
  const Fact& any_arm_set() const { return any_arm_set_; }
  /// The motor's contactor, closed; nothing from a brake that set without it until it falls: its register is
  /// frozen, or it is welded, which the controller's code tells.
  std::optional<Fact> motor_on() const {
    return memory.outlived_brake ? std::nullopt : std::optional{contactor_};
  }
  /// The contactor is closed, whatever became of it, and every bound arm reads released.
  Fact driven() const { return arms_bound_ > 0 ? contactor_ && !any_arm_set_ : contactor_; }

  Memory memory;

 private:
  int arms_bound_ = 0;
  std::optional<Fact> braked_;
  Fact any_arm_set_;
  Fact contactor_;
  Moment next_change_ = never;
};

}  // namespace liftbox
