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

  struct Edges {
    Signal signal{};
    Moment at{};
    int count = 0;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("signal", signal);
      visit("at", at);
      visit("count", count);
    }
  };
  struct Memory : Suspects {
    std::vector<Edges> recent;
    // As the car counts them, which begins anew with each start.
    std::uint64_t counted_in_all = 0;
    std::array<std::uint64_t, signal_count> counted{};

    template <class Visit>
    void fields(Visit&& visit) {
      Suspects::fields(visit);
      visit("recent", recent);
    }
  };

  SensorBouncing(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.sensors} {}
  Verdict observe(const CarState& car, Moment now);
  SignalSet suspects() const { return memory.signals(); }

  Memory memory;

 private:
  void count_all(const CarState& car, Moment now, Verdict& verdict);
  void count(const CarState& car, Signal signal, Moment now);

  Rules::Sensors rules_;
};

}  // namespace liftbox
