#include "drivers/simulated/lift/brake.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::simulated {

void Brake::energise(bool on, Time now) {
  if (on == energised_) return;
  energised_ = on;
  for (std::size_t i = 0; i < arms; ++i)
    arms_.at(i).acts_at = now + (on ? release_time.at(i) : set_time.at(i)) + scatter();
}

void Brake::step(Time now) {
  for (Arm& arm : arms_) {
    const bool held = arm.stuck && arm.released == *arm.stuck;
    if (!held && arm.released != energised_ && now >= arm.acts_at) arm.released = energised_;
  }
}

int Brake::arms_set() const {
  return static_cast<int>(
      std::count_if(arms_.begin(), arms_.end(), [](const Arm& arm) { return !arm.released; }));
}

void Brake::mend(Time now) {
  for (Arm& arm : arms_) {
    if (arm.stuck) arm.acts_at = now;
    arm.stuck.reset();
  }
}

Time Brake::scatter() {
  constexpr double sigma_ms = 6;
  const auto scatter = Time{std::lround(std::normal_distribution{0.0, sigma_ms}(random_))};
  return std::clamp(scatter, -most_scatter, most_scatter);
}

}  // namespace liftbox::simulated
