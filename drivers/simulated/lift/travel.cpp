#include "drivers/simulated/lift/travel.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::simulated {
namespace {

/// How a speed is reached from rest: rising acceleration, full acceleration, and falling again as long as it
/// rose. Seconds.
struct Ramp {
  double rising = 0;
  double full = 0;
};

Ramp ramp_to(double speed, const DriveLimits& limits) {
  const double longest_rise = limits.acceleration / limits.jerk;
  const double gained_without_full = limits.acceleration * longest_rise;
  if (speed < gained_without_full) return {std::sqrt(speed / limits.jerk), 0};
  return {longest_rise, speed / limits.acceleration - longest_rise};
}

/// Way covered by speeding up and slowing down again at once.
double way_of_ramps(double speed, const DriveLimits& limits) {
  const Ramp ramp = ramp_to(speed, limits);
  return speed * (2 * ramp.rising + ramp.full);
}

/// The speed that a short journey reaches before it must slow down.
double reachable_speed(double way, const DriveLimits& limits) {
  if (way_of_ramps(limits.speed, limits) <= way) return limits.speed;
  double low = 0;
  double high = limits.speed;
  for (int halvings = 0; halvings < 60; ++halvings) {
    const double middle = (low + high) / 2;
    (way_of_ramps(middle, limits) > way ? high : low) = middle;
  }
  return low;
}

}  // namespace

Travel::Travel(double distance, const DriveLimits& limits) : distance_{distance} {
  const double way = std::abs(distance);
  const double speed = reachable_speed(way, limits);
  if (speed <= 0) return;
  const Ramp ramp = ramp_to(speed, limits);
  const double cruising = std::max(0.0, (way - way_of_ramps(speed, limits)) / speed);
  const double jerk = std::copysign(limits.jerk, distance);
  phases_ = {{{ramp.rising, jerk},
              {ramp.full, 0},
              {ramp.rising, -jerk},
              {cruising, 0},
              {ramp.rising, -jerk},
              {ramp.full, 0},
              {ramp.rising, jerk}}};
  for (const Phase& phase : phases_) duration_ += phase.seconds;
}

Travel::Point Travel::at(double seconds) const {
  if (seconds >= duration_) return {distance_, 0, 0};
  Point point;
  for (const Phase& phase : phases_) {
    const double t = std::min(seconds, phase.seconds);
    point.distance += point.speed * t + point.acceleration * t * t / 2 + phase.jerk * t * t * t / 6;
    point.speed += point.acceleration * t + phase.jerk * t * t / 2;
    point.acceleration += phase.jerk * t;
    seconds -= t;
  }
  return point;
}

}  // namespace liftbox::simulated
