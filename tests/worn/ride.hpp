#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "drivers/simulated/worn/lift.hpp"

namespace liftbox::worn::test {

inline constexpr std::int64_t one_day = 24 * 3600 * std::int64_t{1000};

struct Told {
  std::vector<Sample> samples;
  std::vector<Truth> truths;
};

/// Everything that a lift tells, in pieces of this length.
inline Told ride(const Setup& setup, std::uint64_t seed, std::int64_t piece_ms) {
  Told told;
  Lift lift{setup, seed};
  for (std::int64_t until = piece_ms; until < setup.days * one_day + piece_ms; until += piece_ms)
    lift.run(until, told.samples, told.truths);
  return told;
}

/// All signals on wires: told at once, and in the order in which they happened. But speed and height, which
/// change all the time, can only be polled.
inline Setup all_on_wires(std::int64_t days) {
  Setup setup;
  setup.wiring.fill(Arrival::edge);
  setup.wiring.at(index(Signal::car_speed)) = setup.wiring.at(index(Signal::car_position)) = Arrival::polled;
  setup.days = days;
  setup.noise = false;
  return setup;
}

/// An ordinary lift to which this happens at noon, without noise beside it.
inline Setup one_incident(Incident incident) {
  Setup setup;
  setup.days = 1;
  setup.noise = false;
  setup.maintenance = false;
  setup.at.emplace_back(one_day / 2, incident);
  return setup;
}

/// The last value of each signal.
class Picture {
 public:
  void see(const Sample& sample) { values_[index(sample.signal)] = sample.value; }
  std::int32_t operator[](Signal signal) const { return values_[index(signal)]; }

 private:
  std::array<std::int32_t, signal_count> values_{};
};

}  // namespace liftbox::worn::test
