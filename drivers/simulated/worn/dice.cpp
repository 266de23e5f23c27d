#include "drivers/simulated/worn/dice.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace liftbox::worn {

/// Neighbouring seeds must not give the same numbers a few rolls apart: both words are mixed.
Dice::Dice(std::uint64_t seed, std::uint64_t whose) : state_{seed} {
  state_ = next() ^ whose;
  state_ = next();
}

std::uint64_t Dice::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t bits = state_;
  bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
  bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
  return bits ^ (bits >> 31U);
}

double Dice::unit() {
  return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

Time Dice::between(Time low, Time high) {
  return low + static_cast<Time>(unit() * static_cast<double>(high - low + 1));
}

double Dice::normal(double mean, double sigma) {
  has_spare_ = !has_spare_;
  if (!has_spare_) return mean + sigma * spare_;
  const double radius = std::sqrt(-2 * std::log(1 - unit()));
  const double angle = 2 * std::numbers::pi * unit();
  spare_ = radius * std::sin(angle);
  return mean + sigma * radius * std::cos(angle);
}

Time Dice::about(Time mean, double sigma) {
  return std::max(Time{1}, mean + std::lround(normal(0, sigma)));
}

Time Dice::waiting(double mean_ms) {
  return 1 + std::lround(-std::log(1 - unit()) * mean_ms);
}

Time Dice::skewed(double median_ms, double sigma) {
  return 1 + std::lround(median_ms * std::exp(normal(0, sigma)));
}

}  // namespace liftbox::worn
