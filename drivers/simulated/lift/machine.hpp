#pragma once

#include <cstdint>

#include "drivers/simulated/lift/brake.hpp"
#include "drivers/simulated/lift/door.hpp"
#include "drivers/simulated/lift/motion.hpp"

namespace liftbox::simulated {

/// What the controller drives, and the hardware that stops it without being asked: with the safety chain open
/// or the mains gone, the contactor drops, the motor lets go and the brake coil is dead.
struct Machine {
  /// Where the safety chain is broken, apart from the doors.
  enum class Break : std::uint8_t { none, landing_door_lock, stop_switch };

  Machine(const Shaft& the_shaft, std::uint64_t seed) : shaft{the_shaft}, motion{the_shaft}, brake{seed} {}

  void step(Time now);  ///< one millisecond
  void drop(Time now);

  bool doors_locked() const { return door.locked() && broken != Break::landing_door_lock; }
  bool chain_closed() const { return door.locked() && broken == Break::none; }
  int landing() const { return shaft.nearest_landing(motion.height()); }
  bool in_zone() const { return shaft.in_zone(motion.height()); }
  bool level() const { return shaft.off_landing(motion.height()) < 1; }

  Shaft shaft;
  Motion motion;
  Brake brake;
  Door door;
  bool contactor = false;
  Break broken = Break::none;
  bool mains = true;
};

}  // namespace liftbox::simulated
