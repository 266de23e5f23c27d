#include "drivers/simulated/worn/door.hpp"

#include <algorithm>
#include <cmath>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

constexpr Time locks_after = 120;
constexpr Time unlocks_before = 150;  // the lock's contact before the door's own switch
constexpr double sill_object_at = 0.3;

}  // namespace

Door::Door(const Setup& setup, Agenda& agenda, Terminals& terminals, std::uint64_t seed)
    : noisy_{setup.noise},
      agenda_{agenda},
      terminals_{terminals},
      dice_{seed, 2},
      open_ms_{
          static_cast<double>(dice_.between(noise::door::fastest_opening, noise::door::slowest_opening))} {}

double Door::opening(Time now) const {
  if (way_ == Way::still) return opening_;
  const double share = std::min(1.0, static_cast<double>(now - began_) / static_cast<double>(lasts_));
  return opening_ + (to_ - opening_) * share;
}

double Door::years_of_dirt(Time now) const {
  return noisy_ ? (static_cast<double>(now) - clean_since_) / static_cast<double>(365 * day) : 0;
}

void Door::is_cleaned(Time now) {
  clean_since_ += (static_cast<double>(now) - clean_since_) * noise::door::cleaned;
}

double Door::slower(Time now) const {
  return 1 + noise::door::wear_a_year * years_of_dirt(now);
}

void Door::move_open(double to, Time now) {
  if (way_ == Way::opening || opening(now) >= to) return;
  const bool was_closed = closed();
  move(Way::opening, to, open_ms_ * slower(now), now);
  locked_ = false;
  agenda_.cancel(Due::lock);
  if (was_closed) agenda_.set(Due::lock, now + unlocks_before);
}

void Door::move_closed(Time now) {
  if (way_ == Way::closing || closed()) return;
  terminals_.tell(Signal::door_open, 0, now);
  const double to = sill_blocked_ ? std::min(sill_object_at, opening(now)) : 0;
  move(Way::closing, to, open_ms_ * noise::door::closing_longer * slower(now), now);
}

void Door::move(Way way, double to, double full_ms, Time now) {
  opening_ = opening(now);
  to_ = to;
  way_ = way;
  began_ = now;
  const double scatter = noisy_ ? dice_.normal(0, noise::door::scatter_ms) : 0;
  lasts_ = std::max(Time{1}, std::lround(std::abs(to_ - opening_) * (full_ms + scatter)));
  agenda_.set(Due::door, now + lasts_);
}

void Door::stops_where_it_is(Time now) {
  if (way_ == Way::still) return;
  opening_ = opening(now);
  way_ = Way::still;
  agenda_.cancel(Due::door);
}

bool Door::ends(Time now) {
  agenda_.cancel(Due::door);
  opening_ = to_;
  way_ = Way::still;
  if (fully_open()) terminals_.tell(Signal::door_open, 1, now);
  if (closed()) {
    terminals_.tell(Signal::door_closed, 1, now);
    shut_at_ = now;
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
