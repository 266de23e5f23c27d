#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "agent/elevator/reading.hpp"
#include "drivers/simulated/worn/lift.hpp"

namespace liftbox::eval {

/// What a box makes of what it is told by a worn lift. A wire is a line. The
/// bus is bound as in a trace: only what changes is read, and it counts as read
/// again each second, which is how often the bus is polled; a silent bus leaves
/// its signals stale when three polls are missing, five seconds at least. So a
/// year costs as many readings as something changes, and what is written down
/// replays as it was judged.
class Readings {
 public:
  explicit Readings(const worn::Setup& setup);

  std::vector<SourceBindings> bindings() const;
  /// Of the samples, appended; a silence that is long enough by then is told as
  /// well.
  void take(std::span<const worn::Sample> samples, Moment until, std::vector<Reading>& readings);

 private:
  void grow_stale(Moment until, std::vector<Reading>& readings);

  worn::Wiring wiring_;
  Duration poll_;
  std::array<std::optional<Signal>, worn::signal_count> signals_;
  std::optional<Moment> stale_at_;  ///< the bus is silent
};

}  // namespace liftbox::eval
