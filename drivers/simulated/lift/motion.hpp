#pragma once

#include <optional>

#include "drivers/simulated/lift/shaft.hpp"
#include "drivers/simulated/lift/time.hpp"
#include "drivers/simulated/lift/travel.hpp"

namespace liftbox::simulated {

/// The car in its shaft: it stands, is driven along an S-curve, or rolls on until the brake holds it.
class Motion {
 public:
  explicit Motion(const Shaft& shaft) : shaft_{shaft} {}

  void drive_to(double height, const DriveLimits& limits, Time now);
  void cut_power();                   ///< the motor lets go
  void step(Time now, int arms_set);  ///< one millisecond; a rolling car is slowed by the arms that are set

  double height() const { return height_; }
  double speed() const { return speed_; }  ///< mm/s, up is positive
  bool standing() const { return !travel_ && speed_ == 0; }
  bool driven() const { return travel_.has_value(); }
  bool rolling() const { return !travel_ && speed_ != 0; }

  /// Where the car would come to rest if the power went now and both arms were set after `reaction`.
  double rest_after_power_cut(Time reaction) const;

 private:
  void roll(int arms_set);

  Shaft shaft_;
  double height_ = 0;
  double speed_ = 0;
  std::optional<Travel> travel_;
  double from_ = 0;
  double to_ = 0;
  Time began_{};
};

}  // namespace liftbox::simulated
