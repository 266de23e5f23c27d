#include "drivers/simulated/worn/load_cell.hpp"

#include <algorithm>
#include <cmath>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {

LoadCell::LoadCell(const Setup& setup, Terminals& terminals, std::uint64_t seed)
    : noisy_{setup.noise},
      terminals_{terminals},
      dice_{seed, 8},
      step_kg_{setup.noise ? setup.building.rated_load_kg * noise::load::step_percent / 100 : 1},
      gain_{setup.noise ? dice_.between(1 - noise::load::gain, 1 + noise::load::gain) : 1} {}

void LoadCell::weigh(int kg, Time now) {
  const double scatter = noisy_ ? dice_.normal(0, noise::load::scatter_kg) : 0;
  const double told = std::max(0.0, kg * gain_ + drift_kg_ + knock_kg_ + scatter);
  terminals_.tell(Signal::load_kg, static_cast<int>(std::lround(std::round(told / step_kg_) * step_kg_)),
                  now);
}

/// It wanders about zero, with a memory of some days.
void LoadCell::drift() {
  if (!noisy_) return;
  constexpr double kept_an_hour = 0.99;
  const double push = noise::load::zero_drift_kg * std::sqrt(1 - kept_an_hour * kept_an_hour);
  drift_kg_ = kept_an_hour * drift_kg_ + dice_.normal(0, push);
  drift_kg_ = std::clamp(drift_kg_, -noise::load::most_drift_kg, noise::load::most_drift_kg);
}

void LoadCell::set_to_zero() {
  drift_kg_ = 0;
}

}  // namespace liftbox::worn
