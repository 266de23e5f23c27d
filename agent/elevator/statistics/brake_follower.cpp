#include "agent/elevator/statistics/brake_follower.hpp"

namespace liftbox {
namespace {

Timing timing_of(bool release, std::size_t arm) {
  const Timing first = release ? Timing::brake_1_release : Timing::brake_1_set;
  return static_cast<Timing>(static_cast<std::size_t>(first) + arm);
}

bool opened_by_hand(const CarState& car) {
  return car.inspection().yes() || car.is(Signal::mains_power).no();
}

}  // namespace

void BrakeFollower::observe(const CarState& car, Counts& into) {
  const Signal cycle = car.bound(Signal::brake_command) ? Signal::brake_command : brake_arm(1);
  const Fact command = car.is(cycle);
  if (command.is != was_commanded_) {
    const bool edge = !command.unknown() && was_commanded_ != Kleene::unknown;
    was_commanded_ = command.is;
    release_wanted_ = command.yes();
    commanded_at_ = command.since;
    if (edge && release_wanted_) ++into[Counter::brake_cycles];
    waiting_.fill(edge && cycle == Signal::brake_command && car.reads_every_edge(cycle));
  }
  for (std::size_t arm = 0; arm < max_brake_arms; ++arm)
    if (waiting_.at(arm)) follow_arm(car, arm, into);
}

void BrakeFollower::follow_arm(const CarState& car, std::size_t arm, Counts& into) {
  const Signal signal = brake_arm(static_cast<int>(arm) + 1);
  const Fact released = car.is(signal);
  if (released.unknown() || !car.reads_every_edge(signal) || opened_by_hand(car)) {
    waiting_.at(arm) = false;
    return;
  }
  if (released.yes() != release_wanted_) return;
  waiting_.at(arm) = false;
  if (released.since > commanded_at_)  // else it stood there before it was told
    into[timing_of(release_wanted_, arm)].count(released.since - commanded_at_);
}

}  // namespace liftbox
