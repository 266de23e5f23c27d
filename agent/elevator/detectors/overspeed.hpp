#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The car is faster than its rated speed allows (EN 81-20 5.6.2.2: the governor trips from 115 %). Off
/// without a rated speed.
class Overspeed {
 public:
  static constexpr std::string_view name = "overspeed";
  static constexpr SignalSet reads = signal_set({Signal::car_speed});
  static constexpr WordSet words = word_set({Word::inspection});
  struct Memory {
    Fault fault{EventType::overspeed};
    Threshold too_fast;
    Threshold not_yet_normal;

    template <class Visit>
    void fields(Visit&& visit) {
      fault.fields(visit);
      visit("too_fast", too_fast);
      visit("not_yet_normal", not_yet_normal);
    }
  };

  Overspeed(const Rules& rules, const LiftFacts& facts)
      : rules_{rules.faults}, rated_mm_s_{facts.rated_speed_mm_s} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  Rules::Faults rules_;
  std::optional<int> rated_mm_s_;
};

}  // namespace liftbox
