#pragma once

#include <array>

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The door does not shut, or opens again and again, at a landing (GB/T 24476 fault 2, 关门故障).
class DoorCloseFault {
 public:
  static constexpr std::string_view name = "door_close";
  static constexpr SignalSet reads =
      signal_set({Signal::door_open, Signal::rear_door_open, Signal::door_close_command, Signal::car_call,
                  Signal::door_obstructed});
  static constexpr WordSet words = word_set({Word::shut, Word::in_zone, Word::mode});
  struct Door {
    bool was_open = false;
    bool left_open = false;  ///< began to close
    int reopenings = 0;      ///< began to close and was open again, without having shut

    template <class Visit>
    void fields(Visit&& visit) {
      visit("was_open", was_open);
      visit("left_open", left_open);
      visit("reopenings", reopenings);
    }
  };
  struct Memory {
    Fault fault{EventType::door_close_fault};
    std::optional<Moment> should_shut;  ///< the first sign of it
    Door front, rear;
    bool other_mode = false;  ///< signs and reopenings are those of a mode in which it is not judged
    std::optional<Moment> judged_since;  ///< at this landing, not shut, in this mode
    bool unread_sign = false;            ///< seen while nobody can tell of the landing or the door
    WhyNot unread_why_not;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("fault", fault);
      visit("should_shut", should_shut);
      visit("front", front);
      visit("rear", rear);
      visit("other_mode", other_mode);
      visit("judged_since", judged_since);
      visit("unread_sign", unread_sign);
      visit("unread_why_not", unread_why_not);
    }
  };

  DoorCloseFault(const Rules& rules, const LiftFacts& facts)
      : rules_{rules.faults}, parks_with_door_open_{facts.parks_with_door_open} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void follow(const CarState& car, const Fact& other_mode);
  void follow_door(Door& door, const Fact& open);
  void look_for_sign(const CarState& car);
  void sign_at(Moment moment);
  bool shows_sign(const CarState& car) const;
  void say_what_is_unread(const CarState& car, const Fact& other_mode, Moment now, Verdict& verdict);

  Rules::Faults rules_;
  bool parks_with_door_open_;
};

}  // namespace liftbox
