#pragma once

#include "drivers/simulated/worn/machine.hpp"

namespace liftbox::worn {

/// The box itself: it hangs on the mains by a plug and a fuse of its own, has a battery for when they fail,
/// and a cover. The battery never runs quite empty: a box that is off tells nothing.
class Box {
 public:
  Box(const Setup& setup, const Machine& machine, Agenda& agenda, Terminals& terminals, Chronicle& chronicle,
      std::uint64_t seed);

  void begin(Time now);
  void look(Time now);     ///< after each event: is it supplied?
  void measure(Time now);  ///< `Due::battery`

  void unplug(bool unplugged, Time now);
  bool unplugged() const { return unplugged_; }
  void battery_ages(Time now);
  void battery_is_new(Time now);
  bool battery_is_old() const { return share_ < 1; }
  void open(bool opened, Time now);
  bool opened() const { return opened_; }

 private:
  double mv() const;
  void discharge(Time now);
  void tell_supply(Time now);
  double mv_an_hour() const;

  const Machine& machine_;
  Agenda& agenda_;
  Terminals& terminals_;
  Chronicle& chronicle_;
  Dice dice_;
  int low_mv_;
  bool noisy_;
  double lasts_ms_;   ///< when it was new
  double share_ = 1;  ///< that is left of it
  double charge_ = 1;
  bool supplied_ = true;
  bool unplugged_ = false;
  bool opened_ = false;
  Time since_ = 0;  ///< charged, or discharged, by then
  Chronicle::Entry on_battery_ = Chronicle::none;
  Chronicle::Entry low_ = Chronicle::none;
};

}  // namespace liftbox::worn
