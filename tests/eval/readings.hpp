#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "agent/elevator/reading.hpp"
#include "drivers/simulated/worn/lift.hpp"

namespace liftbox::eval {

/// What a box makes of what it is told by a worn lift. A wire is a line. The
/// bus, and likewise the box's own converter, is bound as in a trace: only what changes is read, and it
/// counts as read again each second, which is how often the bus is polled, until it is silent. So a year
/// costs as many readings as something changes, and what is written down replays as it was judged.
class Readings {
 public:
  explicit Readings(const worn::Setup& setup);

  std::vector<SourceBindings> bindings() const;
  /// Of the samples, appended.
  void take(std::span<const worn::Sample> samples, std::vector<Reading>& readings) const;

 private:
  void fall_silent(Moment at, std::vector<Reading>& readings) const;

  worn::Wiring wiring_;
  std::array<std::optional<Signal>, worn::signal_count> signals_;
};

}  // namespace liftbox::eval
