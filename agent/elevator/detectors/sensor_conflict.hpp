#pragma once

#include <array>

#include "agent/elevator/detectors/suspects.hpp"

namespace liftbox {

/// A sensor says what cannot be: a door both open and closed, a car that passes landings and never a door
/// zone, a brake arm that moves without a command.
class SensorConflict {
 public:
  static constexpr std::string_view name = "sensor_conflict";
  static inline const SignalSet reads =
      brake_signals | door_switches | signal_set({Signal::mains_power, Signal::floor});
  static constexpr WordSet words = word_set({Word::moving, Word::in_zone});

  SensorConflict(const Rules& rules, const LiftFacts& /*facts*/)
      : rules_{rules.sensors}, reread_{rules.words.trace_reread} {}
  Verdict observe(const CarState& car, Moment now);
  /// Of a door, either switch may be the wrong one.
  SignalSet suspects() const;

  Suspects memory;

 private:
  struct Arm {
    std::optional<Value> released;
    bool answered = false;  ///< the last command
    int toggles = 0;        ///< since then
  };

  struct Door {
    Signal closed, open;
    bool conflicting = false;
    bool unread = false;
  };

  static bool has_changed(const CarState& car, Signal signal, Moment since);
  void judge_door(Door& door, const CarState& car, Moment now, Verdict& verdict);
  void judge_zone(const CarState& car, Moment now, Verdict& verdict);
  void judge_arms(const CarState& car, Moment now, Verdict& verdict);

  Rules::Sensors rules_;
  Duration reread_;
  std::optional<Value> command_;
  bool by_hand_ = false;   ///< the brake is opened by hand
  int floors_passed_ = 0;  ///< while the zone did not change
  std::array<Door, 2> doors_{Door{Signal::door_closed, Signal::door_open},
                             Door{Signal::rear_door_closed, Signal::rear_door_open}};
  std::array<Arm, max_brake_arms> arms_;
};

}  // namespace liftbox
