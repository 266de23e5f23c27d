#pragma once

#include "agent/elevator/detector.hpp"
#include "agent/elevator/detectors/hold.hpp"

namespace liftbox {

/// Somebody is shut in (困人): suspected, confirmed, acknowledged, reached, released, over.
class Entrapment {
 public:
  static constexpr std::string_view name = "entrapment";
  /// All: a hold waits for a reading of whatever tells that the car stands.
  static inline const SignalSet reads = ~SignalSet{};
  static inline const WordSet words = ~WordSet{};
  enum class Stage : std::uint8_t { none, suspected, confirmed };

  struct Memory {
    HoldTracker::Memory hold;
    Stage stage = Stage::none;
    bool possible = false;
    EntrapmentEvidence::Place place = EntrapmentEvidence::Place::outside_zone;
    Occupancy occupancy = Occupancy::unknown;
    bool alarm_button = false, attempt = false, mains_lost = false;
    Moment stopped{};
    std::optional<Moment> suspected, confirmed, acknowledged, on_site, released;
    std::string acknowledged_by, on_site_by, closed_by;
    std::optional<Moment> opened_outside;  ///< a door was open outside the zone
    Moment last_sent{};
    bool off_for_unknown_time = false;
    HoldTracker::Memory any_hold;
    std::optional<Moment> told_hold;  ///< reference of the hold that was told
    WhyNot why_not;

    template <class Visit>
    void fields(Visit&& visit) {
      visit("hold", hold);
      visit("stage", stage);
      visit("possible", possible);
      visit("place", place);
      visit("occupancy", occupancy);
      visit("alarm_button", alarm_button);
      visit("attempt", attempt);
      visit("mains_lost", mains_lost);
      visit("stopped", stopped);
      visit("suspected", suspected);
      visit("confirmed", confirmed);
      visit("acknowledged", acknowledged);
      visit("on_site", on_site);
      visit("released", released);
      visit("acknowledged_by", acknowledged_by);
      visit("on_site_by", on_site_by);
      visit("opened_outside", opened_outside);
      visit("last_sent", last_sent);
      visit("off_for_unknown_time", off_for_unknown_time);
      visit("any_hold", any_hold);
      visit("told_hold", told_hold);
      visit("why_not", why_not);
    }
  };

  Entrapment(const Rules& rules, const LiftFacts& /*facts*/)
      : rules_{rules.entrapment},
        rescue_{rules.rescue},
        hold_{rules, HoldTracker::Arming::by_mode},
        any_hold_{rules, HoldTracker::Arming::always} {}
  Verdict observe(const CarState& car, Moment now);

  /// The box was off, nobody knows for how long: its times of what goes on count from before as from after.
  void off_for_unknown_time() {
    if (memory.stage != Stage::none || memory.hold.hold) memory.off_for_unknown_time = true;
  }
  bool acknowledged() const { return memory.stage == Stage::confirmed && memory.acknowledged; }
  // What a person says. False where there is nothing to say it of.
  bool acknowledge(Moment now, const std::string& by, Verdict& verdict);
  bool arrive(Moment now, const std::string& by, Verdict& verdict);  ///< empty: the service mode tells
  bool close(Moment now, const std::string& by, Verdict& verdict);

  Memory memory;

 private:
  using End = EntrapmentEvidence::End;
  struct Due {
    std::optional<Moment> suspect;
    std::optional<Moment> confirm;
    bool certain = true;
  };

  /// In this hold, by a sensor that sees people; `nothing`: of who called, and the load cell weighs
  /// nobody either.
  enum class Seen : std::uint8_t { nothing, perhaps, somebody };
  static Seen seen(const HoldTracker::Hold& hold, const CarState& car);
  Due due(Occupancy occupancy, Seen seen, const HoldTracker::Hold& hold, Moment now) const;
  void take_steps(const CarState& car, Moment now, Verdict& verdict);
  void suspect(const CarState& car, bool certain, Moment now, Verdict& verdict);
  void confirm(const CarState& car, bool certain, Moment now, Verdict& verdict);
  void note_hold(const CarState& car);
  void say_why_not(const CarState& car, Moment now, Verdict& verdict);
  void say_what_keeps_it_a_suspicion(const CarState& car, Moment now, Verdict& verdict);
  bool say_what_holds_back(const CarState& car, Moment now, Verdict& verdict);
  void say_what_is_unread(const CarState& car, Moment now, Verdict& verdict);
  void follow_confirmed(const CarState& car, Moment now, Verdict& verdict);
  bool left_through_open_door(const CarState& car, Moment stopped, Moment now, Verdict& verdict);
  void let_them_leave(const CarState& car, Moment now, Verdict& verdict);
  void look_for_release(const CarState& car, Moment now, Verdict& verdict);
  void release(Moment now, Verdict& verdict);
  void clear(End why, Moment now, Verdict& verdict);
  void say(Phase phase, Moment now, Verdict& verdict, End why = End::none,
           std::optional<Moment> cleared = {});

  Rules::Entrapment rules_;
  Rules::Rescue rescue_;
  HoldTracker hold_;
  HoldTracker any_hold_;  ///< in any service mode
};

}  // namespace liftbox
