#pragma once

#include "drivers/simulated/worn/brake.hpp"
#include "drivers/simulated/worn/car.hpp"
#include "drivers/simulated/worn/door.hpp"

namespace liftbox::worn {

/// What the controller drives, and the hardware that stops it without being asked: with the safety chain open
/// or the mains gone, the contactor drops and the brake coil is dead.
class Machine {
 public:
  Machine(const Building& building, Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  Shaft shaft;
  Car car;
  Door door;
  Brake brake;

  void contactor(bool closed, Time now);
  bool contactor() const { return contactor_; }
  void drop(Time now);  ///< everything that is driven lets go

  bool chain_closed() const { return locked() && !chain_broken_; }
  bool locked() const { return door.locked() && !lock_broken_; }
  /// The doors' lock, or a switch elsewhere in the chain, opens or closes.
  void break_lock(bool broken, Time now);
  void break_chain(bool broken, Time now);
  void chain_changed(Time now);

  void mains(bool present, Time now);
  bool mains() const { return mains_; }

  void arm_follows(std::size_t arm, Time now);

  bool in_zone() const { return car.in_zone(); }
  bool shut() const { return door.closed(); }

 private:
  Agenda& agenda_;
  Terminals& terminals_;
  bool contactor_ = false;
  bool mains_ = true;
  bool lock_broken_ = false;
  bool chain_broken_ = false;
};

}  // namespace liftbox::worn
