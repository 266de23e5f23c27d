#pragma once

#include "drivers/simulated/worn/calendar.hpp"
#include "drivers/simulated/worn/nuisance.hpp"
#include "drivers/simulated/worn/witness.hpp"

namespace liftbox::worn {

/// All parts of one lift, and who hears of what.
class Lift::World {
 public:
  World(const Setup& setup, std::uint64_t seed);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void run(Time until, std::vector<Sample>& samples, std::vector<Truth>& truths);

 private:
  void happen(Due what, Time now);
  void around(Due what, Time now);
  void door(Time now);
  void poll(Time now);

  Setup setup_;
  Agenda agenda_;
  Chronicle chronicle_;
  Terminals terminals_;
  Machine machine_;
  Controller controller_;
  Supply supply_;
  Presence presence_;
  LoadCell load_;
  Crowd crowd_;
  Technician technician_;
  Box box_;
  Director director_;
  Calendar calendar_;
  Nuisance nuisance_;
  Witness witness_;
  bool over_ = false;
};

}  // namespace liftbox::worn
