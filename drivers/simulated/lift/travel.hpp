#pragma once

#include <array>

namespace liftbox::simulated {

/// What the drive is set to, in mm and s.
struct DriveLimits {
  double speed = 1750;
  double acceleration = 1000;
  double jerk = 1200;
};

/// One jerk-limited journey (S-curve): seven phases of constant jerk, from rest to rest.
class Travel {
 public:
  Travel(double distance, const DriveLimits& limits);  ///< mm; negative: down

  struct Point {
    double distance = 0;  ///< mm from the start
    double speed = 0;
    double acceleration = 0;
  };
  Point at(double seconds) const;
  double duration() const { return duration_; }  ///< seconds

 private:
  struct Phase {
    double seconds = 0;
    double jerk = 0;
  };
  std::array<Phase, 7> phases_{};
  double distance_;
  double duration_ = 0;
};

}  // namespace liftbox::simulated
