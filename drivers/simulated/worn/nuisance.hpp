#pragma once

#include "drivers/simulated/worn/crowd.hpp"
#include "drivers/simulated/worn/supply.hpp"

namespace liftbox::worn {

/// What goes on all the time around a lift and is no incident: weather, dips of the mains, a bus that
/// hiccups, a register that keeps its value for a while, a clock that is set.
class Nuisance {
 public:
  Nuisance(const Setup& setup, Supply& supply, Crowd& crowd, LoadCell& load, Agenda& agenda,
           Terminals& terminals, Chronicle& chronicle, std::uint64_t seed);

  void begin(Time now);
  void weather(Time now);
  void dip(Time now);
  void hiccup(Time now);
  void freeze(Time now);
  void clock(Time now);

 private:
  Time next(double a_year, Time now);
  Signal any_register();

  const bool noisy_;
  Supply& supply_;
  Crowd& crowd_;
  LoadCell& load_;
  Agenda& agenda_;
  Terminals& terminals_;
  Chronicle& chronicle_;
  Dice dice_;
  bool hiccup_ = false;
  Signal frozen_ = Signal::bus;
  Chronicle::Entry freeze_ = Chronicle::none;
};

}  // namespace liftbox::worn
