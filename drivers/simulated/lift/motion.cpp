#include "drivers/simulated/lift/motion.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::simulated {
namespace {

constexpr double slowed_by_an_arm = 1000;  // mm/s²

}  // namespace

void Motion::drive_to(double height, const DriveLimits& limits, Time now) {
  from_ = height_;
  to_ = height;
  began_ = now;
  travel_.emplace(to_ - from_, limits);
}

void Motion::cut_power() {
  travel_.reset();
}

void Motion::step(Time now, int arms_set) {
  if (!travel_) {
    if (speed_ != 0) roll(arms_set);
    return;
  }
  const double seconds = in_seconds(now - began_);
  const Travel::Point point = travel_->at(seconds);
  height_ = from_ + point.distance;
  speed_ = point.speed;
  if (seconds < travel_->duration()) return;
  height_ = to_;
  travel_.reset();
}

void Motion::roll(int arms_set) {
  const double step = in_seconds(one_step);
  height_ += speed_ * step;
  speed_ = std::copysign(std::max(0.0, std::abs(speed_) - arms_set * slowed_by_an_arm * step), speed_);
  const double within = std::clamp(height_, -Shaft::buffer, shaft_.top() + Shaft::buffer);
  if (within != height_) speed_ = 0;
  height_ = within;
}

double Motion::rest_after_power_cut(Time reaction) const {
  const double rolled = speed_ * in_seconds(reaction);
  return height_ + rolled + speed_ * std::abs(speed_) / (2 * 2 * slowed_by_an_arm);
}

}  // namespace liftbox::simulated
