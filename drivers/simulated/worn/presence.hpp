#pragma once

#include "drivers/simulated/worn/terminals.hpp"

namespace liftbox::worn {

/// A PIR sensor on the ceiling of the car: it sees movement, not people, holds its output for a while, misses
/// some, lets go in between, and sees what is not there.
class Presence {
 public:
  Presence(const Setup& setup, Agenda& agenda, Terminals& terminals, Chronicle& chronicle,
           std::uint64_t seed);

  void begin(Time now);
  void passage(Time now);     ///< somebody walks in or out
  void movement(Time now);    ///< somebody in the car moves a little
  void door_opens(Time now);  ///< and there may be somebody at the landing
  void hold_ends(Time now);
  void ghost(Time now);
  void dies(bool dead, Time now);

 private:
  void see(Time now);

  bool noisy_;
  Agenda& agenda_;
  Terminals& terminals_;
  Chronicle& chronicle_;
  Dice dice_;
  Time hold_;
  bool dead_ = false;
  Chronicle::Entry death_ = Chronicle::none;
  Time on_again_ = never;  ///< it lets go only for a moment
};

}  // namespace liftbox::worn
