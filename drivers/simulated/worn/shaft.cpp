#include "drivers/simulated/worn/shaft.hpp"

#include <algorithm>
#include <cmath>

namespace liftbox::worn {
namespace {

constexpr double endless = 1e9;

}  // namespace

Shaft::Shaft(const Building& building)
    : landings_{building.landings}, storey_{static_cast<double>(building.storey_mm)}, boundaries_{-endless} {
  add({.floor = 1, .limit_bottom = true}, -limit_mm);
  for (int landing = 1; landing <= landings_; ++landing) {
    add({.floor = landing}, height(landing) - zone_mm);
    add({.floor = landing, .zone = true}, height(landing) + zone_mm);
    if (landing < landings_) add({.floor = landing}, height(landing) + storey_ / 2);
  }
  add({.floor = landings_}, top() + limit_mm);
  add({.floor = landings_, .limit_top = true}, endless);
}

void Shaft::add(const Cell& cell, double upper) {
  cells_.push_back(cell);
  boundaries_.push_back(upper);
}

int Shaft::nearest(double height) const {
  return std::clamp(static_cast<int>(std::lround(height / storey_)) + 1, 1, landings_);
}

std::size_t Shaft::cell_at(double height) const {
  const auto above = std::upper_bound(boundaries_.begin(), boundaries_.end(), height);
  return static_cast<std::size_t>(above - boundaries_.begin()) - 1;
}

}  // namespace liftbox::worn
