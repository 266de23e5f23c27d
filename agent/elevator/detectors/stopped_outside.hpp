#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The car stands where its doors cannot be opened (GB/T 24476 fault 4, 轿厢在开锁区域外停止).
class StoppedOutside {
 public:
  static constexpr std::string_view name = "stopped_outside";
  static constexpr SignalSet reads = signal_set({});
  static constexpr WordSet words = word_set({Word::moving, Word::in_zone, Word::inspection});

  StoppedOutside(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.faults} {}
  Verdict observe(const CarState& car, Moment now);

  Fault memory{EventType::stopped_outside_door_zone};

 private:
  Rules::Faults rules_;
};

}  // namespace liftbox
