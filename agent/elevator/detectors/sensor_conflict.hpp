#pragma once

#include <array>

#include "agent/elevator/detectors/suspects.hpp"

namespace liftbox {

/// A sensor says what cannot be: a door both open and closed, or open in a car that runs with its safety
/// chain closed; a car that passes landings and never a door zone; a brake arm that moves without a command.
class SensorConflict {
 public:
  static constexpr std::string_view name = "sensor_conflict";
  static inline const SignalSet reads =
      brake_signals | door_switches | way_signals |
      signal_set({Signal::mains_power, Signal::floor, Signal::door_locked, Signal::safety_chain});
  static constexpr WordSet words = word_set({Word::moving, Word::in_zone, Word::fast, Word::inspection});

  static constexpr std::array chained{Signal::door_closed, Signal::rear_door_closed, Signal::door_locked};

  struct Arm {
    std::optional<Value> released;
    bool answered = false;  ///< the last command
    int toggles = 0;        ///< since then

    template <class Visit>
    void fields(Visit&& visit) {
      visit("released", released);
      visit("answered", answered);
      visit("toggles", toggles);
    }
  };
  struct Door {
    Signal closed, open;
    bool conflicting = false;
    bool unread = false;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("conflicting", conflicting);
      visit("unread", unread);
    }
  };
  struct Memory : Suspects {
    std::optional<Value> command;
    bool by_hand = false;   ///< the brake is opened by hand
    int floors_passed = 0;  ///< while the zone did not change
    Door front{Signal::door_closed, Signal::door_open};
    Door rear{Signal::rear_door_closed, Signal::rear_door_open};
    std::array<Arm, max_brake_arms> arms;
    std::array<bool, chained.size()> open_in_chain{};

    template <class Visit>
    void fields(Visit&& visit) {
      Suspects::fields(visit);
      visit("command", command);
      visit("by_hand", by_hand);
      visit("floors_passed", floors_passed);
      visit("front", front);
      visit("rear", rear);
      visit("arms", arms);
      visit("open_in_chain", open_in_chain);
    }
  };

  SensorConflict(const Rules& rules, const LiftFacts& /*facts*/)
      : rules_{rules.sensors}, reread_{rules.words.trace_reread} {}
  Verdict observe(const CarState& car, Moment now);
  /// Of a door, either switch may be the wrong one.
  SignalSet suspects() const;

  Memory memory;

 private:
  static bool has_changed(const CarState& car, Signal signal, Moment since);
  void judge_door(Door& door, const CarState& car, Moment now, Verdict& verdict);
  void judge_chain(const CarState& car, Moment now, Verdict& verdict);
  void judge_zone(const CarState& car, Moment now, Verdict& verdict);
  void judge_arms(const CarState& car, Moment now, Verdict& verdict);

  Rules::Sensors rules_;
  Duration reread_;
};

}  // namespace liftbox
