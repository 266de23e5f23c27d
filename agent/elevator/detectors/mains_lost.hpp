#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The lift's main supply is off (GB/T 24476 event 41, 主电源断电).
class MainsLost {
 public:
  static constexpr std::string_view name = "mains_lost";
  static constexpr SignalSet reads = signal_set({Signal::mains_power});
  static constexpr WordSet words{};

  MainsLost(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.faults} {}
  Verdict observe(const CarState& car, Moment now);

  Fault memory{EventType::mains_lost};

 private:
  Rules::Faults rules_;
};

}  // namespace liftbox
