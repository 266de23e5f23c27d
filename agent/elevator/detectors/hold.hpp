#pragma once

#include "agent/elevator/detector.hpp"

namespace liftbox {

/// A hold: the car stands where nobody can get out, outside the door zone or shut in it. It is what
/// entrapment is timed by, and goes on while its inputs are silent.
class HoldTracker {
 public:
  using Place = EntrapmentEvidence::Place;
  using End = EntrapmentEvidence::End;

  struct Hold {
    Moment reference{};  ///< stopped, shut or armed, whichever was last; taken at the beginning and kept
    Place place = Place::outside_zone;
    bool alarm_button = false;
    bool mains_lost = false;        ///< an automatic rescue device may fetch the car
    std::optional<Moment> asked;    ///< the first call for a door that has not opened since
    bool attempt = false;           ///< it has not opened for so long that this was in vain
    std::optional<Moment> glimpse;  ///< presence, long after those who left were seen
    bool noticed = false;           ///< presence at all
    bool seen = false;              ///< somebody moved in it: a second glimpse

    template <class Visit>
    void fields(Visit&& visit) {
      visit("reference", reference);
      visit("place", place);
      visit("alarm_button", alarm_button);
      visit("mains_lost", mains_lost);
      visit("asked", asked);
      visit("attempt", attempt);
      visit("glimpse", glimpse);
      visit("noticed", noticed);
      visit("seen", seen);
    }
  };

  struct Memory {
    std::optional<Hold> hold;
    bool armed = true;
    std::optional<Moment> armed_since;
    bool pressed_before =
        false;                  ///< the alarm button, in motion or since the stop: counts as made at the stop
    bool nobody_in_it = false;  ///< released outside the zone: nobody in it until something shows otherwise
    bool left_behind = false;   ///< and what is weighed since then is no passenger

    template <class Visit>
    void fields(Visit&& visit) {
      visit("hold", hold);
      visit("armed", armed);
      visit("armed_since", armed_since);
      visit("pressed_before", pressed_before);
      visit("nobody_in_it", nobody_in_it);
      visit("left_behind", left_behind);
    }
  };

  enum class Arming : std::uint8_t { by_mode, always };

  HoldTracker(const Rules& rules, Arming arming)
      : rules_{rules.entrapment},
        people_{rules.occupancy},
        reread_{rules.words.trace_reread},
        arming_{arming} {}

  /// Why the hold ended at this moment, if it did.
  End observe(Memory& memory, const CarState& car, Moment now, Verdict& verdict) const;

  /// They got out where the latch cannot see it: what the car still weighs they left behind.
  static void all_are_out(Memory& memory, const CarState& car);
  /// Whether all that the hold rests on is known now.
  static bool certain(const Hold& hold, const CarState& car);

 private:
  void follow_arming(Memory& memory, const CarState& car, Moment now) const;
  void follow_button(Memory& memory, const CarState& car, Moment now, Verdict& verdict) const;
  End end_of(const Hold& hold, const CarState& car, Moment now, Verdict& verdict) const;
  bool begins(const Memory& memory, const CarState& car, Moment now, Verdict& verdict) const;
  Hold begin(const Memory& memory, const CarState& car) const;
  void follow(Hold& hold, const CarState& car, Moment now, Verdict& verdict) const;
  void look_for_somebody(Hold& hold, const CarState& car, Moment now, Verdict& verdict) const;
  void follow_calls(Hold& hold, const CarState& car, Moment now, Verdict& verdict) const;
  bool shows_somebody(const Memory& memory, const CarState& car) const;

  Rules::Entrapment rules_;
  Rules::Occupancy people_;
  Duration reread_;
  Arming arming_;
};

}  // namespace liftbox
