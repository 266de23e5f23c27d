#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The machine drives and the car gets nowhere: ropes slip, or something blocks it (GB/T 24476 fault 6,
/// 电动机运转时间限制器动作; EN 81-20 5.9.2.7).
class RunTimeLimiter {
 public:
  static constexpr std::string_view name = "run_time_limiter";
  static inline const SignalSet reads =
      brake_signals | signal_set({Signal::run_contactor, Signal::floor, Signal::car_position});
  static constexpr WordSet words = word_set({Word::moving, Word::inspection, Word::in_zone, Word::runs});
  /// A height jitters by its resolution: what it was when it last differed by more.
  struct Height {
    Value value = 0;
    Moment since{};

    template <class Visit>
    void fields(Visit&& visit) {
      visit("value", value);
      visit("since", since);
    }
  };
  struct Memory {
    Fault fault{EventType::run_time_limiter};
    std::optional<Height> height;

    template <class Visit>
    void fields(Visit&& visit) {
      fault.fields(visit);
      visit("height", height);
    }
  };

  RunTimeLimiter(const Rules& rules, const LiftFacts& facts);
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void follow_height(const CarState& car);
  Fact nowhere(const CarState& car, Moment now) const;
  RunTimeEvidence limit(const CarState& car) const;

  Rules::Faults rules_;
  Duration learned_margin_;
  Value least_move_mm_;
};

}  // namespace liftbox
