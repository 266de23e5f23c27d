#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// Somebody has opened the box, or takes it off the wall.
class Tamper {
 public:
  static constexpr std::string_view name = "tamper";
  static constexpr SignalSet reads = signal_set({Signal::tamper});
  static constexpr WordSet words{};

  Tamper(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.box} {}
  Verdict observe(const CarState& car, Moment now);

  Fault memory{EventType::tamper};

 private:
  Rules::Box rules_;
};

}  // namespace liftbox
