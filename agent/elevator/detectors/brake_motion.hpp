#pragma once

#include "agent/elevator/brake/brake_fault.hpp"

namespace liftbox {

/// The car is driven against a brake that holds: an arm reads set while the car moves under command.
class BrakeDrag {
 public:
  static constexpr std::string_view name = "brake_drag";
  static inline const SignalSet reads = brake_signals | signal_set({Signal::mains_power});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::mode});

  struct Memory : BrakeFault {
    Kleene was_commanded = Kleene::unknown;
    bool dragged = false;   ///< in this cycle
    bool released = false;  ///< all arms, in this cycle

    Memory() : BrakeFault{EventType::brake_drag} {}

    template <class Visit>
    void fields(Visit&& visit) {
      BrakeFault::fields(visit);
      visit("was_commanded", was_commanded);
      visit("dragged", dragged);
      visit("released", released);
    }
  };

  BrakeDrag(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.brake} {}
  Verdict observe(const CarState& car, Moment now);
  bool shows() const { return memory.dragged; }  ///< in this cycle

  Memory memory;

 private:
  Fact told_long_ago(const CarState& car, Moment now, Verdict& verdict) const;
  void count_cycle(const CarState& car, Moment now, Verdict& verdict);

  Rules::Brake rules_;
};

/// The brake does not hold: the car moves, or has moved, though all arms have set.
class BrakeSlip {
 public:
  static constexpr std::string_view name = "brake_slip";
  static inline const SignalSet reads = brake_signals | signal_set({Signal::mains_power, Signal::car_position,
                                                                    Signal::car_speed, Signal::car_moving});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::mode});

  struct Memory : BrakeFault {
    std::optional<int> set_at_mm;  ///< where the car stood when the brake had held for a second
    Kleene was_not_judged = Kleene::unknown;
    WhyNot creep_why_not;
    bool held = false;
    bool slipped = false;  ///< since the arms have set

    Memory() : BrakeFault{EventType::brake_slip} {}

    template <class Visit>
    void fields(Visit&& visit) {
      BrakeFault::fields(visit);
      visit("set_at_mm", set_at_mm);
      visit("was_not_judged", was_not_judged);
      visit("creep_why_not", creep_why_not);
      visit("held", held);
      visit("slipped", slipped);
    }
  };

  BrakeSlip(const Rules& rules, const LiftFacts& facts);
  Verdict observe(const CarState& car, Moment now);
  bool shows() const { return memory.slipped; }  ///< since the arms have set

  Memory memory;

 private:
  Fact held(const CarState& car, Moment now, Verdict& verdict) const;
  void judge_creeping(const CarState& car, const Fact& has_set, const Fact& not_judged, Moment now,
                      Verdict& verdict);
  bool has_crept(const CarState& car, const Fact& held);
  void count_cycle(const Fact& held, Moment now, Verdict& verdict);

  Rules::Brake rules_;
  int least_move_mm_;
  Duration reread_;
};

}  // namespace liftbox
