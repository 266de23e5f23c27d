#include "agent/elevator/statistics/brake_follower.hpp"

namespace liftbox {
namespace {

Timing timing_of(const BrakeTime& measured) {
  const Timing first = measured.release ? Timing::brake_1_release : Timing::brake_1_set;
  return static_cast<Timing>(static_cast<int>(first) + measured.arm - 1);
}

}  // namespace

void BrakeFollower::observe(const CarState& car, Counts& into) {
  const Signal cycle = car.bound(Signal::brake_command) ? Signal::brake_command : brake_arm(1);
  const Fact command = car.is(cycle);
  if (command.yes() && was_commanded_ == Kleene::no) ++into[Counter::brake_cycles];
  was_commanded_ = command.is;
  for (const BrakeTime& measured : times_.observe(car, memory_))
    if (measured.answered) into[timing_of(measured)].count(measured.time);
}

}  // namespace liftbox
