#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The car leaves the landing with a door open or unlocked (UCM; GB/T 24476 fault 5, 轿厢意外移动; EN
/// 81-20 5.6.7).
class UnintendedMovement {
 public:
  static constexpr std::string_view name = "unintended_movement";
  static inline const SignalSet reads =
      door_switches | brake_signals | signal_set({Signal::door_locked, Signal::car_speed});
  static constexpr WordSet words =
      word_set({Word::moving, Word::fast, Word::shut, Word::in_zone, Word::runs});
  struct Memory {
    Fault fault{EventType::unintended_movement};

    template <class Visit>
    void fields(Visit&& visit) {
      visit("fault", fault);
    }
  };

  UnintendedMovement(const Rules& rules, const LiftFacts& /*facts*/)
      : rules_{rules.faults}, reread_{rules.words.trace_reread} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  struct Suspicion {
    Moment began;  ///< left the zone, or became fast
    Moment moved_since;
    bool left_zone;
    bool unread = false;  ///< the doors, at a moment since
  };
  void suspect(const CarState& car);
  Moment may_move_since(const CarState& car, Moment began) const;
  void judge(const CarState& car, Moment now, Verdict& verdict);
  void look_for_end(const CarState& car, Moment now, Verdict& verdict);
  void say_what_is_unread(const CarState& car, Moment now, Verdict& verdict);

  Rules::Faults rules_;
  Duration reread_;
  std::optional<Suspicion> suspicion_;
  bool was_in_zone_ = false;
  Moment in_zone_since_ = long_ago;  ///< of when it was there last, but for a moment
  Moment left_zone_ = long_ago;
  Moment released_since_ = long_ago;  ///< the brake, last
  bool was_slow_ = false;
  WhyNot unread_why_not_;
};

}  // namespace liftbox
