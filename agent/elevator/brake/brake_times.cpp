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
  if (!is_timed(car)) memory.waiting.fill(false);
  const Fact command = car.is(Signal::brake_command);
  if (command.is != memory.was_commanded) begin(car, command, memory);
  for (std::size_t arm = 0; arm < max_brake_arms; ++arm)
    if (memory.waiting.at(arm)) follow_arm(car, arm, memory);
  return measured();
}

/// A rest ends when the brake is told to release; the set that follows is of the same start.
void BrakeTimes::begin(const CarState& car, const Fact& command, Memory& memory) {
  for (std::size_t arm = 0; arm < max_brake_arms; ++arm)
    if (memory.waiting.at(arm) && !command.unknown())
      measured(arm, command.since - memory.commanded_at, false, command.since, memory);
  const bool edge = !command.unknown() && memory.was_commanded != Kleene::unknown;
  memory.was_commanded = command.is;
  memory.release_wanted = command.yes();
  memory.commanded_at = command.since;
  memory.waiting.fill(edge && car.reads_every_edge(Signal::brake_command) && is_timed(car));
  if (!edge) return;
  if (memory.release_wanted) {
    const bool rested = memory.last_command && command.since - *memory.last_command >= cold_rest_;
    memory.start = !memory.last_command ? BrakeTime::Start::unknown
                   : rested             ? BrakeTime::Start::cold
                                        : BrakeTime::Start::warm;
  }
  memory.last_command = command.since;
}

void BrakeTimes::follow_arm(const CarState& car, std::size_t arm, Memory& memory) {
  const Signal signal = brake_arm(static_cast<int>(arm) + 1);
  const Fact released = car.is(signal);
  if (released.unknown() || !car.reads_every_edge(signal)) {
    memory.waiting.at(arm) = false;
    return;
  }
  if (released.yes() != memory.release_wanted) return;
  memory.waiting.at(arm) = false;
  if (released.since > memory.commanded_at)  // else it stood there before it was told
    measured(arm, released.since - memory.commanded_at, true, released.since, memory);
}

void BrakeTimes::measured(std::size_t arm, Duration time, bool answered, Moment at, const Memory& memory) {
  now_.at(count_++) = {static_cast<int>(arm) + 1, memory.release_wanted, time, answered, memory.start, at};
}

}  // namespace liftbox
