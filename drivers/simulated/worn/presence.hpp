#pragma once

#include "drivers/simulated/worn/agenda.hpp"
#include "drivers/simulated/worn/dice.hpp"
#include "drivers/simulated/worn/terminals.hpp"

namespace liftbox::worn {

/// A PIR sensor on the ceiling of the car: it sees movement, not people, and holds its output for a while.
class Presence {
 public:
  Presence(Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  void moved(Time now);
  void hold_ends(Time now);

 private:
  Agenda& agenda_;
  Terminals& terminals_;
  Dice dice_;
  Time hold_;
};

}  // namespace liftbox::worn
