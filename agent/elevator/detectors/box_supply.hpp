#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The box runs on its battery, or the battery is nearly empty. Whether it is supplied is told by
/// `box_power`; where that is not bound, by the battery's voltage: under what a charger holds it at, the
/// charger is off.
class BoxSupply {
 public:
  static constexpr std::string_view name = "box_supply";
  static constexpr SignalSet reads = signal_set({Signal::box_power, Signal::battery_mv});
  static constexpr WordSet words{};
  struct Memory {
    Fault power{EventType::power_lost};
    Fault battery{EventType::battery_low};
    Threshold charged, not_low, good_again;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("power", power);
      visit("battery", battery);
      visit("charged", charged);
      visit("not_low", not_low);
      visit("good_again", good_again);
    }
  };

  BoxSupply(const Rules& rules, const LiftFacts& facts) : rules_{rules.box}, facts_{facts.box} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  Fact supplied(const CarState& car);

  Rules::Box rules_;
  LiftFacts::Box facts_;
};

}  // namespace liftbox
