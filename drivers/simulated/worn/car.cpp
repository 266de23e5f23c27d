#include "drivers/simulated/worn/car.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::worn {
namespace {

constexpr double no_time = 1e-9;

Time whole(double ms) {
  return static_cast<Time>(std::ceil(ms));
}

/// Seconds until `way` is covered from `speed` with constant acceleration; negative where it never is.
double until_covered(double way, double speed, double acceleration) {
  if (std::abs(acceleration) < no_time) return speed * way > 0 ? way / speed : -1;
  const double under_root = speed * speed + 2 * acceleration * way;
  if (under_root < 0) return -1;
  const double end_speed = std::copysign(std::sqrt(under_root), way);
  return (end_speed - speed) / acceleration;
}

}  // namespace

Car::Car(const Shaft& shaft, Agenda& agenda, Terminals& terminals)
    : shaft_{shaft}, agenda_{agenda}, terminals_{terminals}, cell_{shaft.cell_at(0)} {}

void Car::put(double height, Time now) {
  height_ = height;
  cell_ = shaft_.cell_at(height);
  tell_cell(now);
}

void Car::begin(Time now) {
  const double here = height(now);
  speed_ = speed(now);
  height_ = here;
  clock_ = static_cast<double>(now);
  leg_ = legs_used_ = 0;
}

void Car::add(double seconds, double acceleration, bool ends_at_rest) {
  Leg& leg = legs_.at(legs_used_++);
  leg = {clock_, seconds, height_, speed_, acceleration, 0, ends_at_rest};
  clock_ += seconds * 1000;
  height_ += speed_ * seconds + acceleration * seconds * seconds / 2;
  speed_ = ends_at_rest ? 0 : speed_ + acceleration * seconds;
  leg.end_height = height_;
}

/// At this speed, until something stops it, at last the buffer.
void Car::onto_buffer() {
  const double end = speed_ > 0 ? shaft_.top() + Shaft::buffer_mm : -Shaft::buffer_mm;
  const double way = std::max(0.0, std::copysign(1.0, speed_) * (end - height_));
  add(std::abs(speed_) < 1 ? 0 : way / std::abs(speed_), 0, true);
}

void Car::travel(double to, double speed, double acceleration, Time now) {
  begin(now);
  const double way = std::max(1.0, std::abs(to - height_));
  const double top_speed = std::min(speed, std::sqrt(way * acceleration));
  const double push = std::copysign(acceleration, to - height_);
  const double ramp = top_speed / acceleration;
  add(ramp, push);
  add((way - top_speed * ramp) / top_speed, 0);
  add(ramp, -push, true);
  legs_[legs_used_ - 1].end_height = to;
  arm(now);
}

void Car::run_away(double acceleration, double speed, Time now) {
  begin(now);
  const double ramp = (speed - speed_) / acceleration;
  if (ramp > 0) add(ramp, acceleration);
  onto_buffer();
  arm(now);
}

void Car::coast(Time now) {
  begin(now);
  onto_buffer();
  arm(now);
}

void Car::slow_down(double deceleration, Time now) {
  begin(now);
  add(std::abs(speed_) / deceleration, -std::copysign(deceleration, speed_), true);
  arm(now);
}

void Car::arm(Time now) {
  const Leg& last = legs_[legs_used_ - 1];
  stands_at_ = last.ends_at_rest ? whole(last.began + last.seconds * 1000) : never;
  const Leg& leg = legs_[leg_];
  agenda_.set(Due::leg, std::max(now, whole(leg.began + leg.seconds * 1000)));
  terminals_.tell(Signal::car_moving, 1, now);
  terminals_.poll_soon(now);  // speed and height change
  next_boundary(now);
}

void Car::next_boundary(Time now) {
  const Leg& leg = legs_[leg_];
  const double later_speed = leg.speed + leg.acceleration * std::max(leg.seconds / 2, no_time);
  const double boundary = later_speed > 0 ? shaft_.upper(cell_) : shaft_.lower(cell_);
  if ((boundary - height(now)) * later_speed <= 0) return agenda_.set(Due::boundary, now);
  const double seconds = until_covered(boundary - leg.height, leg.speed, leg.acceleration);
  const bool passes = seconds >= 0 && seconds <= leg.seconds;
  agenda_.set(Due::boundary, passes ? std::max(now, whole(leg.began + seconds * 1000)) : never);
}

bool Car::leg_ends(Time now) {
  if (++leg_ < legs_used_) {
    const Leg& leg = legs_[leg_];
    agenda_.set(Due::leg, std::max(now, whole(leg.began + leg.seconds * 1000)));
    next_boundary(now);
    return false;
  }
  height_ = legs_[legs_used_ - 1].end_height;
  speed_ = 0;
  cell_ = shaft_.cell_at(height_);
  tell_cell(now);
  agenda_.cancel(Due::leg);
  agenda_.cancel(Due::boundary);
  stands_at_ = now;
  terminals_.tell(Signal::car_moving, 0, now);
  return true;
}

void Car::pass_boundary(Time now) {
  const Leg& leg = legs_[leg_];
  cell_ = leg.end_height > leg.height ? cell_ + 1 : cell_ - 1;
  tell_cell(now);
  next_boundary(now);
}

void Car::counts(bool counts, Time now) {
  counts_ = counts;
  tell_cell(now);
}

void Car::tell_cell(Time now) {
  terminals_.tell(Signal::door_zone, cell().zone, now);
  terminals_.tell(Signal::floor, counts_ ? cell().floor : 0, now);
  terminals_.tell(Signal::limit_top, cell().limit_top, now);
  terminals_.tell(Signal::limit_bottom, cell().limit_bottom, now);
}

double Car::height(Time now) const {
  if (standing()) return height_;
  const Leg& leg = legs_[leg_];
  const double t = std::clamp((static_cast<double>(now) - leg.began) / 1000, 0.0, leg.seconds);
  return leg.height + leg.speed * t + leg.acceleration * t * t / 2;
}

double Car::speed(Time now) const {
  if (standing()) return 0;
  const Leg& leg = legs_[leg_];
  const double t = std::clamp((static_cast<double>(now) - leg.began) / 1000, 0.0, leg.seconds);
  return leg.speed + leg.acceleration * t;
}

}  // namespace liftbox::worn
