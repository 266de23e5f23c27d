#pragma once

#include "drivers/simulated/worn/agenda.hpp"
#include "drivers/simulated/worn/dice.hpp"
#include "drivers/simulated/worn/terminals.hpp"

namespace liftbox::worn {

/// Car door and landing door, coupled, with their operator and the lock.
class Door {
 public:
  enum class Way : std::uint8_t { still, opening, closing };

  Door(Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  void open(Time now);
  void close(Time now);
  /// Its movement ends. True: it is fully open or closed; false: something is in its way.
  bool ends(Time now);
  void lock_follows(Time now);

  Way way() const { return way_; }
  bool closed() const { return way_ == Way::still && opening_ <= 0; }
  bool fully_open() const { return way_ == Way::still && opening_ >= 1; }
  bool locked() const { return locked_; }

  // What may happen to it.
  void dies() { dead_ = true; }
  void is_repaired() { dead_ = false; }
  void sill_blocked(bool blocked) { sill_blocked_ = blocked; }
  bool dead() const { return dead_; }

 private:
  double opening(Time now) const;
  void move(Way way, double to, Time full, Time now);

  Agenda& agenda_;
  Terminals& terminals_;
  Dice dice_;
  Time open_ms_;
  Time close_ms_;
  Way way_ = Way::still;
  double opening_ = 0;  ///< 0 closed to 1 fully open, where the movement began
  double to_ = 0;
  Time began_ = 0;
  Time lasts_ = 0;
  bool locked_ = true;
  bool dead_ = false;
  bool sill_blocked_ = false;
};

}  // namespace liftbox::worn
