#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// Notes each change of the service mode that lasts (GB/T 24476 events 40, 42-47).
class ServiceModeChange {
 public:
  static constexpr std::string_view name = "service_mode";
  static constexpr SignalSet reads = signal_set({});
  static constexpr WordSet words = word_set({Word::mode});
  /// The first known mode is no change.
  struct Memory {
    ServiceMode last_known = ServiceMode::unknown;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("last_known", last_known);
    }
  };

  ServiceModeChange(const Rules& rules, const LiftFacts& /*facts*/) : lasting_{rules.faults.mode_change} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  Duration lasting_;
};

}  // namespace liftbox
