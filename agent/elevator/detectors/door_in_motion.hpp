#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// A door that was closed when the car set off is open in motion: forced from inside, or its lock gave way.
/// One that opens at the landing, with the car levelling, is how lifts are built.
class DoorOpenWhileMoving {
 public:
  static constexpr std::string_view name = "door_in_motion";
  static inline const SignalSet reads = door_switches | brake_signals | way_signals;
  static constexpr WordSet words =
      word_set({Word::moving, Word::shut, Word::fast, Word::inspection, Word::in_zone});
  struct Memory {
    Fault fault{EventType::door_open_while_moving};
    bool unread = false;  ///< the doors, as the car set off
    std::optional<bool>
        set_off_shut;  ///< nothing while it stands, or the doors are not read since it set off

    template <class Visit>
    void fields(Visit&& visit) {
      visit("fault", fault);
      visit("unread", unread);
      visit("set_off_shut", set_off_shut);
    }
  };

  DoorOpenWhileMoving(const Rules& rules, const LiftFacts& /*facts*/)
      : rules_{rules.faults}, reread_{rules.words.trace_reread} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void follow(const CarState& car);
  void judge(const CarState& car, const Condition& wrong, Moment now, Verdict& verdict);

  Rules::Faults rules_;
  Duration reread_;
};

}  // namespace liftbox
