#include "drivers/simulated/worn/brake.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::worn {
namespace {

constexpr double least_scatter_ms = 3;

}  // namespace

Brake::Brake(Agenda& agenda, Terminals& terminals, std::uint64_t seed)
    : agenda_{agenda}, terminals_{terminals}, dice_{seed, 3}, arms_{} {
  for (Arm& arm : arms_) {
    arm.release_ms = dice_.between(200.0, 320.0);
    arm.set_ms = dice_.between(150.0, 250.0);
  }
}

void Brake::energise(bool on, Time now) {
  if (on == energised_) return;
  energised_ = on;
  terminals_.tell(Signal::brake_command, on, now);
  for (std::size_t i = 0; i < arms; ++i) {
    const Arm& arm = arms_.at(i);
    const double ms = on ? arm.release_ms : arm.set_ms;
    agenda_.set(due(i), now + dice_.about(std::lround(ms), least_scatter_ms));
  }
}

void Brake::arm_follows(std::size_t arm, Time now) {
  agenda_.cancel(due(arm));
  arms_.at(arm).released = energised_;
  terminals_.tell(arm == 0 ? Signal::brake_1_released : Signal::brake_2_released, energised_, now);
}

}  // namespace liftbox::worn
