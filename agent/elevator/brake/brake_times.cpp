#include "agent/elevator/brake/brake_times.hpp"

namespace liftbox {

bool brake_opened_by_hand(const CarState& car) {
  return car.inspection().yes() || car.is(Signal::mains_power).no();
}

std::string_view brake_opened_because(const CarState& car) {
  return brake_opened_by_hand(car) && !car.inspection().yes() ? "mains_lost" : "";
}

int arms_timed(const CarState& car) {
  const auto timed = [&](Signal signal) { return car.bound(signal) && car.reads_every_edge(signal); };
  int arms = 0;
  for (int arm = 1; arm <= max_brake_arms; ++arm) arms += timed(brake_arm(arm)) ? 1 : 0;
  return timed(Signal::brake_command) ? arms : 0;
}

std::span<const BrakeTime> BrakeTimes::observe(const CarState& car, Memory& memory) {
  count_ = 0;
  if (!is_timed(car)) waiting_.fill(false);
  const Fact command = car.is(Signal::brake_command);
  if (command.is != was_commanded_) begin(car, command, memory);
  for (std::size_t arm = 0; arm < max_brake_arms; ++arm)
    if (waiting_.at(arm)) follow_arm(car, arm);
  return measured();
}

/// A rest ends when the brake is told to release; the set that follows is of the same start.
void BrakeTimes::begin(const CarState& car, const Fact& command, Memory& memory) {
  for (std::size_t arm = 0; arm < max_brake_arms; ++arm)
    if (waiting_.at(arm) && !command.unknown())
      measured(arm, command.since - commanded_at_, false, command.since);
  const bool edge = !command.unknown() && was_commanded_ != Kleene::unknown;
  was_commanded_ = command.is;
  release_wanted_ = command.yes();
  commanded_at_ = command.since;
  waiting_.fill(edge && car.reads_every_edge(Signal::brake_command) && is_timed(car));
  if (!edge) return;
  if (release_wanted_) {
    const bool rested = memory.last_command && command.since - *memory.last_command >= cold_rest_;
    start_ = !memory.last_command ? BrakeTime::Start::unknown
             : rested             ? BrakeTime::Start::cold
                                  : BrakeTime::Start::warm;
  }
  memory.last_command = command.since;
}

void BrakeTimes::follow_arm(const CarState& car, std::size_t arm) {
  const Signal signal = brake_arm(static_cast<int>(arm) + 1);
  const Fact released = car.is(signal);
  if (released.unknown() || !car.reads_every_edge(signal)) {
    waiting_.at(arm) = false;
    return;
  }
  if (released.yes() != release_wanted_) return;
  waiting_.at(arm) = false;
  if (released.since > commanded_at_)  // else it stood there before it was told
    measured(arm, released.since - commanded_at_, true, released.since);
}

void BrakeTimes::measured(std::size_t arm, Duration time, bool answered, Moment at) {
  now_.at(count_++) = {static_cast<int>(arm) + 1, release_wanted_, time, answered, start_, at};
}

}  // namespace liftbox
