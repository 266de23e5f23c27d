#include "agent/elevator/statistics/run_follower.hpp"

#include <cstdlib>

namespace liftbox {

void RunFollower::observe(const CarState& car, std::optional<int> rope_bends, Moment now, Counts& into) {
  const Kleene moving = car.moving().is;
  const bool run_goes_on = run_began_.has_value();
  if (moving == Kleene::yes && was_moving_ != Kleene::yes && !run_goes_on) depart(car);
  if (moving == Kleene::yes || was_moving_ == Kleene::yes) travel(car, now);
  if (run_goes_on && !car.motion().running()) complete(car, rope_bends, into);
  run_began_ = car.motion().run_began();
  const bool short_move = was_moving_ == Kleene::yes && moving == Kleene::no && !run_goes_on && !run_began_;
  if (short_move && in_zone_throughout_ == Kleene::yes) ++into[Counter::relevellings];
  if (moving == Kleene::no && !run_began_) stood_at_ = place(car);
  was_moving_ = moving;
}

RunFollower::Place RunFollower::place(const CarState& car) {
  Place here{car.value(Signal::floor), car.value(Signal::car_position)};
  if (here.floor == Value{0}) here.floor.reset();
  return here;
}

void RunFollower::depart(const CarState& car) {
  from_ = stood_at_;
  shown_ = Direction::none;
  in_zone_throughout_ = car.in_zone().is;
  speed_.reset();
  travelled_um_ = 0;
}

void RunFollower::travel(const CarState& car, Moment now) {
  if (speed_) travelled_um_ += std::int64_t{*speed_} * (now - travelled_until_).count();
  speed_ = car.value(Signal::car_speed);
  travelled_until_ = now;
  in_zone_throughout_ = in_zone_throughout_ && car.in_zone().is;
  if (const Direction shown = car.direction(); shown != Direction::none) shown_ = shown;
}

void RunFollower::complete(const CarState& car, std::optional<int> rope_bends, Counts& into) const {
  const Place to = place(car);
  ++into[Counter::runs];
  into[Counter::running_ms] += car.motion().last_run_lasted().count();
  into[Counter::rope_bends] += rope_bends.value_or(0);
  if (from_.floor) ++into.starts[static_cast<int>(*from_.floor)];
  const Direction went = direction(to);
  if (went == Direction::up) ++into[Counter::runs_up];
  if (went == Direction::down) ++into[Counter::runs_down];
  constexpr std::int64_t um_of_a_mm = 1000;
  into[Counter::distance_mm] +=
      from_.position && to.position ? std::abs(*to.position - *from_.position) : travelled_um_ / um_of_a_mm;
}

/// What the way shows is more certain than what the controller announces.
Direction RunFollower::direction(const Place& to) const {
  const auto by = [](const std::optional<Value>& a, const std::optional<Value>& b) {
    if (!a || !b || *a == *b) return Direction::none;
    return *a < *b ? Direction::up : Direction::down;
  };
  if (const Direction way = by(from_.floor, to.floor); way != Direction::none) return way;
  if (const Direction way = by(from_.position, to.position); way != Direction::none) return way;
  return shown_;
}

}  // namespace liftbox
