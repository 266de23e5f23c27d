#include "drivers/simulated/lift/shaft.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::simulated {

int Shaft::nearest_landing(double height) const {
  return std::clamp(static_cast<int>(std::lround(height / storey)) + 1, 1, landings);
}

double Shaft::off_landing(double height) const {
  return std::abs(height - height_of(nearest_landing(height)));
}

}  // namespace liftbox::simulated
