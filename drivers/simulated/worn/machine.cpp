#include "drivers/simulated/worn/machine.hpp"

namespace liftbox::worn {
namespace {

constexpr double braked_mm_s2 = 1500;  // both arms, a balanced car

}  // namespace

Machine::Machine(const Building& building, Agenda& agenda, Terminals& terminals, std::uint64_t seed)
    : shaft{building},
      car{shaft, agenda, terminals},
      door{agenda, terminals, seed},
      brake{agenda, terminals, seed},
      agenda_{agenda},
      terminals_{terminals} {}

void Machine::contactor(bool closed, Time now) {
  contactor_ = closed;
  terminals_.tell(Signal::run_contactor, closed, now);
}

void Machine::drop(Time now) {
  contactor(false, now);
  brake.energise(false, now);
  if (!car.standing()) car.coast(now);
}

void Machine::arm_follows(std::size_t arm, Time now) {
  brake.arm_follows(arm, now);
  if (brake.all_set() && !car.standing()) car.slow_down(braked_mm_s2, now);
}

void Machine::break_lock(bool broken, Time now) {
  lock_broken_ = broken;
  chain_changed(now);
}

void Machine::break_chain(bool broken, Time now) {
  chain_broken_ = broken;
  chain_changed(now);
}

void Machine::chain_changed(Time now) {
  terminals_.tell(Signal::door_locked, locked(), now);
  terminals_.tell(Signal::safety_chain, chain_closed(), now);
  if (!chain_closed() && contactor_) drop(now);
}

void Machine::mains(bool present, Time now) {
  mains_ = present;
  terminals_.tell(Signal::mains_power, present, now);
  if (!present) drop(now);
}

}  // namespace liftbox::worn
