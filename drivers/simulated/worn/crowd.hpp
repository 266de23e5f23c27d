#pragma once

#include <vector>

#include "drivers/simulated/worn/controller.hpp"
#include "drivers/simulated/worn/presence.hpp"

namespace liftbox::worn {

struct Person {
  int from = 1;
  int to = 1;
  int kg = 70;
  bool riding = false;
  Time came_at = 0;
  Time presses_at = never;
};

/// The people of the building: they come, call, wait, enter, call again, stand about, and leave, or give up
/// and take the stairs.
class Crowd {
 public:
  Crowd(const Setup& setup, Machine& machine, Controller& controller, Presence& presence, Agenda& agenda,
        Terminals& terminals, std::uint64_t seed);

  void begin(Time now);
  void arrive(Time now);  ///< `Due::arrival`
  void door_opened(Time now);
  void pass(Time now);  ///< `Due::passage`
  void curtain_free(Time now);
  void fidget(Time now);
  void press(Time now);  ///< `Due::button`

  int riding() const { return riding_; }
  int load_kg() const;

 private:
  void next_arrival(Time now);
  void come(int from, int to, int persons, Time now);
  void passes(Person& person, Time now);
  void press(Person& person, Time now);
  void next_press(Time now);
  void next_fidget(Time now);

  Setup setup_;
  Machine& machine_;
  Controller& controller_;
  Presence& presence_;
  Agenda& agenda_;
  Terminals& terminals_;
  Dice traffic_;
  Dice manners_;
  std::vector<Person> people_;
  int riding_ = 0;
  Time call_until_ = never;
};

}  // namespace liftbox::worn
