#pragma once

#include <cstdint>

#include "drivers/simulated/worn/time.hpp"

namespace liftbox::worn {

/// Chance, the same on every machine: the standard's distributions are free to differ. Each part of the lift
/// has dice of its own, so that one that rolls more often changes nothing for the others.
class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t whose);

  double unit();  ///< 0 <= … < 1
  bool chance(double probability) { return unit() < probability; }
  bool one_in(double times) { return unit() * times < 1; }
  double between(double low, double high) { return low + (high - low) * unit(); }
  Time between(Time low, Time high);  ///< both included
  int between(int low, int high) { return static_cast<int>(between(Time{low}, Time{high})); }
  double normal(double mean, double sigma);
  Time about(Time mean,
             double sigma);      ///< normal, in whole milliseconds, never less than one
  Time waiting(double mean_ms);  ///< exponential, at least a millisecond
  Time skewed(double median_ms,
              double sigma);  ///< log-normal, at least a millisecond

 private:
  std::uint64_t next();  ///< splitmix64

  std::uint64_t state_;
  double spare_ = 0;  ///< normal deviates come in pairs
  bool has_spare_ = false;
};

}  // namespace liftbox::worn
