#pragma once

#include "drivers/simulated/worn/brake.hpp"
#include "drivers/simulated/worn/car.hpp"
#include "drivers/simulated/worn/door.hpp"

namespace liftbox::worn {

/// What the controller drives, and the hardware that stops it without being asked: with the safety chain open
/// or the mains gone, the contactor drops and the brake coil is dead.
class Machine {
 public:
  Machine(const Setup& setup, Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  Shaft shaft;
  Car car;
  Door door;
  Brake brake;

  void contactor(bool closed, Time now);
  bool contactor() const { return contactor_; }
  void drop(Time now);  ///< everything that is driven lets go
  void arm_follows(std::size_t arm, Time now);
  void lever(bool released, Time now);  ///< opens the brake by hand

  bool locked() const { return door.locked() && !lock_broken_; }
  bool chain_closed() const { return locked() && !chain_broken_; }
  bool lock_broken() const { return lock_broken_; }
  bool chain_broken() const { return chain_broken_; }
  /// The landing door's lock, or a switch elsewhere in the chain.
  void break_lock(bool broken, Time now);
  void break_chain(bool broken, Time now);
  void chain_changed(Time now);
  /// The doors' part of the chain, while the car is levelled with its door open.
  void bridge_doors(bool bridged) { doors_bridged_ = bridged; }

  void mains(bool present, Time now);
  bool mains() const { return mains_; }

  bool shut_in_zone() const { return car.standing() && car.in_zone() && door.closed(); }
  bool outside_zone() const { return car.standing() && !car.in_zone(); }
  /// People can walk through: wide open, at a landing.
  bool passable() const { return car.in_zone() && (car.standing() || doors_bridged_) && door.fully_open(); }
  /// Since when nobody can leave; `never` where they can, or ride.
  Time confined_since() const;

 private:
  Terminals& terminals_;
  bool contactor_ = false;
  bool mains_ = true;
  bool lock_broken_ = false;
  bool chain_broken_ = false;
  bool doors_bridged_ = false;
};

}  // namespace liftbox::worn
