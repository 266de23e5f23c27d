#pragma once

#include "agent/elevator/lift.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"

namespace liftbox::fuzz {

/// A lift with every signal wired, or with those of a trace, and its journal.
struct Box {
  explicit Box(Moment now);
  explicit Box(const SourceBindings& trace);
  /// Runs, brakes, doors, a trapped passenger, a technician, the hours of two days; and writes down what
  /// comes of it.
  void live(const MemoryAnchor& from);
  void settle(const Outcome& outcome, const MemoryAnchor& at);

  Lift lift;
  Journal journal;
};

}  // namespace liftbox::fuzz
