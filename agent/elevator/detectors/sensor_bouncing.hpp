#pragma once

#include <array>

#include "agent/elevator/detectors/suspects.hpp"

namespace liftbox {

/// A contact chatters: worn, loose, or wired beside a motor cable. Its readings are debounced, its raw edges
/// are counted.
class SensorBouncing {
 public:
  static constexpr std::string_view name = "sensor_bouncing";
  static inline const SignalSet reads = ~SignalSet{};
  static constexpr WordSet words{};

  SensorBouncing(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.sensors} {}
  Verdict observe(const CarState& car, Moment now);
  SignalSet suspects() const { return memory.signals(); }

  Suspects memory;

 private:
  struct Edges {
    Signal signal;
    Moment at;
    int count;
  };
  void count_all(const CarState& car, Moment now, Verdict& verdict);
  void count(const CarState& car, Signal signal, Moment now);

  Rules::Sensors rules_;
  bool counts_ = false;  ///< edges from before the first look are nobody's news
  std::uint64_t counted_in_all_ = 0;
  std::array<std::uint64_t, signal_count> counted_{};
  std::vector<Edges> recent_;
};

}  // namespace liftbox
