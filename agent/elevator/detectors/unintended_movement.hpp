#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// The car leaves the landing with a door open or unlocked (UCM; GB/T 24476 fault 5, 轿厢意外移动; EN
/// 81-20 5.6.7).
class UnintendedMovement {
 public:
  static constexpr std::string_view name = "unintended_movement";
  static inline const SignalSet reads =
      door_switches | brake_signals |
      signal_set({Signal::door_locked, Signal::car_speed, Signal::safety_chain});
  static constexpr WordSet words =
      word_set({Word::moving, Word::fast, Word::shut, Word::in_zone, Word::runs});
  struct Suspicion {
    Moment began{};  ///< left the zone, or became fast
    Moment moved_since{};
    bool left_zone = false;
    bool unread = false;  ///< the doors, at a moment since

    template <class Visit>
    void fields(Visit&& visit) {
      visit("began", began);
      visit("moved_since", moved_since);
      visit("left_zone", left_zone);
      visit("unread", unread);
    }
  };
  struct Memory {
    Fault fault{EventType::unintended_movement};
    std::optional<Suspicion> suspicion;
    bool was_in_zone = false;
    Moment in_zone_since = long_ago;  ///< of when it was there last, but for a moment
    Moment left_zone = long_ago;
    std::optional<Moment> released_since;  ///< the brake, last
    bool was_slow = false;
    std::optional<Moment> chain_opened;  ///< last, if it was read without a gap since
    std::optional<Moment> refuted;       ///< since then a switch has read open, and the chain shut
    WhyNot unread_why_not;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("fault", fault);
      visit("suspicion", suspicion);
      visit("was_in_zone", was_in_zone);
      visit("in_zone_since", in_zone_since);
      visit("left_zone", left_zone);
      visit("released_since", released_since);
      visit("was_slow", was_slow);
      visit("chain_opened", chain_opened);
      visit("refuted", refuted);
      visit("unread_why_not", unread_why_not);
    }
  };

  UnintendedMovement(const Rules& rules, const LiftFacts& /*facts*/)
      : rules_{rules.faults}, reread_{rules.words.trace_reread} {}
  Verdict observe(const CarState& car, Moment now);

  Memory memory;

 private:
  void suspect(const CarState& car);
  Moment may_move_since(const CarState& car, Moment began) const;
  static std::optional<Moment> other_switch_shut(const CarState& car, const Fact& open);
  bool chain_refutes(const CarState& car, const Fact& open, Moment shut) const;
  void judge(const CarState& car, Moment now, Verdict& verdict);
  void hold_back(HeldBack::Reason reason, std::string_view by, Moment now, Verdict& verdict);
  void look_for_end(const CarState& car, Moment now, Verdict& verdict);
  void say_what_is_unread(const CarState& car, Moment now, Verdict& verdict);

  Rules::Faults rules_;
  Duration reread_;
};

}  // namespace liftbox
