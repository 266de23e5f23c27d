#pragma once

#include "drivers/simulated/worn/terminals.hpp"

namespace liftbox::worn {

/// Car door and landing door, coupled, with their operator and the lock. Dirt in the sill makes it slower.
class Door {
 public:
  Door(const Setup& setup, Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  void open(Time now) {
    if (!dead_) move_open(1, now);
  }
  void close(Time now) {
    if (!dead_) move_closed(now);
  }
  void open_by_hand(double how_far, Time now) { move_open(how_far, now); }
  void close_by_hand(Time now) { move_closed(now); }
  void stops_where_it_is(Time now);  ///< the operator has no power

  /// Its movement ends. True: it is fully open or closed; false: something is in its way.
  bool ends(Time now);
  void lock_follows(Time now);

  bool closed() const { return way_ == Way::still && opening_ <= 0; }
  bool fully_open() const { return way_ == Way::still && opening_ >= 1; }
  bool closing() const { return way_ == Way::closing; }
  bool locked() const { return locked_; }
  Time shut_at() const { return shut_at_; }
  Time closes_at() const { return began_ + lasts_; }
  double years_of_dirt(Time now) const;

  // What may happen to it.
  void dies(Time now) {
    dead_ = true;
    stops_where_it_is(now);
  }
  void is_repaired() { dead_ = false; }
  bool dead() const { return dead_; }
  void sill_blocked(bool blocked) { sill_blocked_ = blocked; }
  void is_cleaned(Time now);

 private:
  enum class Way : std::uint8_t { still, opening, closing };

  double opening(Time now) const;
  double slower(Time now) const;
  void move_open(double to, Time now);
  void move_closed(Time now);
  void move(Way way, double to, double full_ms, Time now);

  bool noisy_;
  Agenda& agenda_;
  Terminals& terminals_;
  Dice dice_;
  double open_ms_;
  Way way_ = Way::still;
  double opening_ = 0;  ///< 0 closed to 1 fully open, where the movement began
  double to_ = 0;
  Time began_ = 0;
  Time lasts_ = 0;
  Time shut_at_ = 0;
  bool locked_ = true;
  bool dead_ = false;
  bool sill_blocked_ = false;
  double clean_since_ = 0;
};

}  // namespace liftbox::worn
