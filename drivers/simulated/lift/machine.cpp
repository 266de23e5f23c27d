#include "drivers/simulated/lift/machine.hpp"

namespace liftbox::simulated {

void Machine::step(Time now) {
  if (!mains) door.command(Door::Command::none);
  if (contactor && (!mains || !chain_closed())) drop(now);
  motion.step(now, brake.arms_set());
  brake.step(now);
  door.step();
}

void Machine::drop(Time now) {
  contactor = false;
  motion.cut_power();
  brake.energise(false, now);
}

}  // namespace liftbox::simulated
