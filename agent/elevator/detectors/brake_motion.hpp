#pragma once

#include "agent/elevator/brake/brake_fault.hpp"

namespace liftbox {

/// The car is driven against a brake that holds: an arm reads set while the car moves under command.
class BrakeDrag {
 public:
  static constexpr std::string_view name = "brake_drag";
  static inline const SignalSet reads = brake_signals | signal_set({Signal::mains_power});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::mode});

  BrakeDrag(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.brake} {}
  Verdict observe(const CarState& car, Moment now);
  bool shows() const { return dragged_; }  ///< in this cycle

  BrakeFault memory{EventType::brake_drag};

 private:
  Fact told_long_ago(const CarState& car, Moment now, Verdict& verdict) const;
  void count_cycle(const CarState& car, Moment now, Verdict& verdict);

  Rules::Brake rules_;
  Kleene was_commanded_ = Kleene::unknown;
  bool dragged_ = false;   ///< in this cycle
  bool released_ = false;  ///< all arms, in this cycle
};

/// The brake does not hold: the car moves, or has moved, though all arms have set.
class BrakeSlip {
 public:
  static constexpr std::string_view name = "brake_slip";
  static inline const SignalSet reads = brake_signals | signal_set({Signal::mains_power, Signal::car_position,
                                                                    Signal::car_speed, Signal::car_moving});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::mode});

  BrakeSlip(const Rules& rules, const LiftFacts& facts);
  Verdict observe(const CarState& car, Moment now);
  bool shows() const { return slipped_; }  ///< since the arms have set

  BrakeFault memory{EventType::brake_slip};

 private:
  Fact held(const CarState& car, Moment now, Verdict& verdict) const;
  void judge_creeping(const CarState& car, const Fact& has_set, const Fact& not_judged, Moment now,
                      Verdict& verdict);
  bool has_crept(const CarState& car, const Fact& held);
  void count_cycle(const Fact& held, Moment now, Verdict& verdict);

  Rules::Brake rules_;
  int least_move_mm_;
  Duration reread_;
  std::optional<int> set_at_mm_;  ///< where the car stood when the brake had held for a second
  Kleene was_not_judged_ = Kleene::unknown;
  WhyNot creep_why_not_;
  bool held_ = false;
  bool slipped_ = false;  ///< since the arms have set
};

}  // namespace liftbox
