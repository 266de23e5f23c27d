#pragma once

#include <optional>

#include "agent/elevator/car_state.hpp"
#include "agent/elevator/statistics/counts.hpp"

namespace liftbox {

/// Counts the cycles and reopenings of one door, and times its operator.
class DoorFollower {
 public:
  /// Which switches it has, and under what it is counted.
  struct Door {
    Signal closed;
    Signal open;
    Counter cycles;
    Counter reopenings;
    Timing opening;
    Timing closing;
  };

  /// Without a switch for open, a door not closed for `open_after` has opened.
  DoorFollower(const Door& door, Duration open_after) : door_{door}, open_after_{open_after} {}
  void observe(const CarState& car, Counts& into);

  template <class Visit>
  void fields(Visit&& visit) {
    visit("was_closed", was_closed_);
    visit("was_open", was_open_);
    visit("opened", opened_);
    visit("left_closed", left_closed_);
    visit("left_open", left_open_);
  }

 private:
  void follow_open(const Fact& open, Counts& into);
  void follow_closed(const Fact& closed, bool has_open_switch, Counts& into);

  Door door_;
  Duration open_after_;
  Kleene was_closed_ = Kleene::unknown;
  Kleene was_open_ = Kleene::unknown;
  bool opened_ = false;  ///< since it was last closed
  std::optional<Moment> left_closed_;
  std::optional<Moment> left_open_;
};

}  // namespace liftbox
