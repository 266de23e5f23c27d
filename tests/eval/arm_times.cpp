#include "tests/eval/arm_times.hpp"

#include <utility>

namespace liftbox::eval {

void ArmTimes::hear(const Reading& reading) {
  if (reading.signal == Signal::brake_command) {
    for (std::size_t arm = 0; arm < answered_.size(); ++arm)
      if (!answered_.at(arm)) times_.push_back({commanded_, reading.at, arm, command_, false});
    command_ = reading.value != 0;
    commanded_ = reading.at;
    if (command_) ++cycles_;
    answered_.fill(false);
  }
  const bool first = reading.signal == Signal::brake_1_released;
  if (!first && reading.signal != Signal::brake_2_released) return;
  const std::size_t arm = first ? 0 : 1;
  if ((reading.value != 0) != command_ || std::exchange(answered_.at(arm), true)) return;
  times_.push_back({commanded_, reading.at, arm, command_});
}

}  // namespace liftbox::eval
