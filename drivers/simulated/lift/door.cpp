#include "drivers/simulated/lift/door.hpp"

#include <algorithm>

namespace liftbox::simulated {

void Door::step() {
  if (command_ == Command::open && stuck_ != Stuck::shut) open();
  if (command_ == Command::close && stuck_ != Stuck::open && !obstructed_) close();
  closed_for_ = closed() ? closed_for_ + one_step : Time{};
}

void Door::open() {
  opening_ = std::min(1.0, opening_ + in_seconds(one_step) / in_seconds(opening_time));
  if (fully_open()) obstructed_ = false;
}

void Door::close() {
  const double before = opening_;
  opening_ = std::max(0.0, opening_ - in_seconds(one_step) / in_seconds(closing_time));
  if (obstacles_ == 0 || before < obstacle_at || opening_ >= obstacle_at) return;
  --obstacles_;
  obstructed_ = true;
}

}  // namespace liftbox::simulated
