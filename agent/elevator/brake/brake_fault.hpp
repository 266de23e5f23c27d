#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// A fault of the brake: over after so many good cycles in a row. Plain enough to be memory.
struct BrakeFault {
  Fault fault;
  int good_cycles = 0;

  explicit BrakeFault(EventType type) : fault{type} {}

  /// Clears once there were enough of them.
  void clear_after(int cycles, Moment now, Verdict& verdict) {
    if (good_cycles < cycles) return;
    fault.clear(now, now, verdict);
    good_cycles = 0;
  }

  template <class Visit>
  void fields(Visit&& visit) {
    visit("fault", fault);
    visit("good_cycles", good_cycles);
  }
};

}  // namespace liftbox
