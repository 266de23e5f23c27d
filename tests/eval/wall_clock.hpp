#pragma once

#include <optional>
#include <span>
#include <vector>

#include "agent/elevator/wall.hpp"
#include "drivers/simulated/worn/lift.hpp"

namespace liftbox::eval {

/// The box's wall clock, at which it looks each minute. Only the first look and those after a jump are told:
/// else it runs on evenly.
class WallClock {
 public:
  explicit WallClock(const worn::Setup& setup);

  WallTold shows(Moment at) const { return {at, began_ms_ + at.time_since_epoch().count(), china_min, true}; }
  /// Looks until then that see it elsewhere than it would be.
  std::vector<WallTold> looks(std::span<const worn::Sample> samples, Moment until);

 private:
  static constexpr int china_min = 480;

  std::int64_t began_ms_;          ///< since 1970, by what it shows now
  std::optional<Moment> look_at_;  ///< it has jumped
};

}  // namespace liftbox::eval
