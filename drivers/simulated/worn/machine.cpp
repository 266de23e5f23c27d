#include "drivers/simulated/worn/machine.hpp"

#include <algorithm>

namespace liftbox::worn {
namespace {

constexpr double braked_mm_s2 = 1500;  // both arms, a balanced car

}  // namespace

Machine::Machine(const Setup& setup, Agenda& agenda, Terminals& terminals, std::uint64_t seed)
    : shaft{setup.building},
      car{shaft, agenda, terminals},
      door{setup, agenda, terminals, seed},
      brake{setup, agenda, terminals, seed},
      terminals_{terminals} {}

void Machine::contactor(bool closed, Time now) {
  contactor_ = closed;
  terminals_.tell(Signal::run_contactor, closed, now);
}

void Machine::drop(Time now) {
  const bool driven = contactor_ || brake.energised();
  contactor(false, now);
  brake.energise(false, now);
  if (driven && !car.standing()) car.coast(now);
}

/// A car that nothing drives is stopped once the brake holds.
void Machine::arm_follows(std::size_t arm, Time now) {
  brake.arm_follows(arm, now);
  if (brake.holds() && !car.standing()) car.slow_down(braked_mm_s2, now);
}

void Machine::lever(bool released, Time now) {
  brake.by_hand(released, now);
  if (!released && !car.standing()) car.slow_down(braked_mm_s2, now);
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
  const bool drives = chain_closed() || (doors_bridged_ && !chain_broken_);
  if (!drives && contactor_) drop(now);
}

void Machine::mains(bool present, Time now) {
  mains_ = present;
  terminals_.tell(Signal::mains_power, present, now);
  if (present) return;
  drop(now);
  door.stops_where_it_is(now);
}

Time Machine::confined_since() const {
  if (shut_in_zone()) return std::max(car.stands_at(), door.shut_at());
  return outside_zone() ? car.stands_at() : never;
}

}  // namespace liftbox::worn
