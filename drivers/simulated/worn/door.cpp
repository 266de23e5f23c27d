#include "drivers/simulated/worn/door.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::worn {
namespace {

constexpr Time fastest_opening = 1600;
constexpr Time slowest_opening = 3000;
constexpr double closing_longer = 1.25;  // for the force on people is limited (EN 81-20 5.3.6.2)
constexpr double scatter_ms = 25;
constexpr Time locks_after = 120;
constexpr Time unlocks_before = 150;  // the lock's contact before the door's own switch
constexpr double sill_object_at = 0.3;

}  // namespace

Door::Door(Agenda& agenda, Terminals& terminals, std::uint64_t seed)
    : agenda_{agenda},
      terminals_{terminals},
      dice_{seed, 2},
      open_ms_{dice_.between(fastest_opening, slowest_opening)},
      close_ms_{std::lround(static_cast<double>(open_ms_) * closing_longer)} {}

double Door::opening(Time now) const {
  if (way_ == Way::still) return opening_;
  const double share = std::min(1.0, static_cast<double>(now - began_) / static_cast<double>(lasts_));
  return opening_ + (to_ - opening_) * share;
}

void Door::open(Time now) {
  if (dead_ || way_ == Way::opening || fully_open()) return;
  const bool was_closed = closed();
  move(Way::opening, 1, dice_.about(open_ms_, scatter_ms), now);
  locked_ = false;
  agenda_.cancel(Due::lock);
  if (was_closed) agenda_.set(Due::lock, now + unlocks_before);
}

void Door::close(Time now) {
  if (dead_ || way_ == Way::closing || closed()) return;
  terminals_.tell(Signal::door_open, 0, now);
  const double to = sill_blocked_ ? std::min(sill_object_at, opening(now)) : 0;
  move(Way::closing, to, dice_.about(close_ms_, scatter_ms), now);
}

void Door::move(Way way, double to, Time full, Time now) {
  opening_ = opening(now);
  to_ = to;
  way_ = way;
  began_ = now;
  lasts_ = std::max(Time{1}, std::lround(std::abs(to_ - opening_) * static_cast<double>(full)));
  agenda_.set(Due::door, now + lasts_);
}

bool Door::ends(Time now) {
  agenda_.cancel(Due::door);
  opening_ = to_;
  way_ = Way::still;
  if (fully_open()) terminals_.tell(Signal::door_open, 1, now);
  if (closed()) {
    terminals_.tell(Signal::door_closed, 1, now);
    agenda_.set(Due::lock, now + locks_after);
  }
  return fully_open() || closed();
}

/// After it closed the lock engages; after the lock was withdrawn the door leaves its switch.
void Door::lock_follows(Time now) {
  agenda_.cancel(Due::lock);
  locked_ = closed();
  if (!locked_) terminals_.tell(Signal::door_closed, 0, now);
}

}  // namespace liftbox::worn
