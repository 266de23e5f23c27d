#pragma once

#include <array>

#include "agent/elevator/detector.hpp"
#include "agent/elevator/needs.hpp"

namespace liftbox {

/// A switch that does not move any more while what it watches does: broken, or its cable is.
class SensorStuck {
 public:
  static constexpr std::string_view name = "sensor_stuck";
  static inline const SignalSet reads =
      brake_signals | door_switches |
      signal_set({Signal::door_locked, Signal::presence, Signal::load_kg, Signal::car_call});
  static constexpr WordSet words = word_set({Word::open, Word::inspection, Word::in_zone, Word::runs});
  static constexpr std::array watched{
      Signal::door_closed,      Signal::door_open,        Signal::door_locked,      Signal::rear_door_closed,
      Signal::rear_door_open,   Signal::brake_1_released, Signal::brake_2_released, Signal::brake_3_released,
      Signal::brake_4_released, Signal::door_zone,        Signal::presence,
  };
  struct Watch {
    std::optional<int> value;
    int unchanged = 0;            ///< runs; openings with somebody about for `presence`
    bool fellow_changed = false;  ///< since it changed last
    bool stuck = false;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("value", value);
      visit("unchanged", unchanged);
      visit("fellow_changed", fellow_changed);
      visit("stuck", stuck);
    }
  };
  struct Memory {
    std::array<Watch, watched.size()> watches;
    int completed_runs = 0;  ///< as the car counts them; another number is another run
    bool was_open = false;
    bool somebody = false;  ///< called or weighed since the last opening

    template <class Visit>
    void fields(Visit&& visit) {
      for (std::size_t i = 0; i < watched.size(); ++i) visit(liftbox::name(watched[i]).data(), watches[i]);
      visit("completed_runs", completed_runs);
      visit("was_open", was_open);
      visit("somebody", somebody);
    }
  };

  SensorStuck(const Rules& rules, const LiftFacts& /*facts*/) : rules_{rules.sensors} {}
  Verdict observe(const CarState& car, Moment now);
  SignalSet suspects() const;
  bool presence_stuck() const;

  Memory memory;

 private:
  void follow(const CarState& car, std::size_t place, Moment now, Verdict& verdict);
  void tell_fellows(const CarState& car, Signal changed);
  void count_run(const CarState& car);
  void count_opening(const CarState& car);
  void judge(Moment now, Verdict& verdict);
  bool is_stuck(std::size_t place) const;

  Rules::Sensors rules_;
  bool counted_ = true;  ///< something, at this look; at the first all is judged
};

}  // namespace liftbox
