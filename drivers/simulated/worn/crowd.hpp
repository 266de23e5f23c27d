#pragma once

#include <vector>

#include "drivers/simulated/worn/controller.hpp"
#include "drivers/simulated/worn/load_cell.hpp"
#include "drivers/simulated/worn/presence.hpp"

namespace liftbox::worn {

struct Person {
  int from = 1;
  int to = 1;
  int kg = 70;
  bool riding = false;
  bool still = false;         ///< hardly moves
  bool silent = false;        ///< presses nothing while trapped
  bool presses_alarm = true;  ///< once out of patience
  bool slow = false;          ///< a bed is pushed, a wheelchair
  bool vandal = false;        ///< presses many calls and steps out again
  bool fed_up = false;        ///< leaves wherever the door opens
  Time patience = 0;
  bool has_called = false;  ///< since boarding
  Time tried_at = -1;       ///< the call once more, shut in
  Time came_at = 0;
  Time presses_at = never;
};

/// The people of the building: they come, call, wait, enter, call again, stand about, hold the door, leave,
/// press the alarm button when they are shut in, or give up waiting and take the stairs.
class Crowd {
 public:
  Crowd(const Setup& setup, Machine& machine, Controller& controller, Presence& presence, LoadCell& load,
        Agenda& agenda, Terminals& terminals, std::uint64_t seed);

  void begin(Time now);
  void arrive(Time now);  ///< `Due::arrival`
  void pass(Time now);    ///< `Due::passage`
  void fidget(Time now);  ///< `Due::fidget`
  void press(Time now);   ///< `Due::button`
  void alarm_let_go(Time now);
  void door_opened(Time now);
  void door_closes(Time now);   ///< somebody may come late
  void into_the_way(Time now);  ///< `Due::obstacle`
  void curtain_free(Time now);  ///< `Due::curtain`

  // What somebody else makes them do.
  void come(int from, int to, int persons, Time now);
  void hold_door(Time lasting, Time now);
  void press_alarm(Time lasting, Time now);
  void vandal(Time now);
  void bed(Time now);
  bool take_one_out(Time now);  ///< by a technician, through a door that is open anywhere
  void staff(int persons,
             Time now);  ///< who work in the car, and are not trapped
  std::vector<Person>& persons() { return people_; }

  int riding() const { return riding_; }
  int load_kg() const;
  bool alarm_pressed() const { return alarm_until_ != never; }

 private:
  static constexpr Time presses_again = 15 * second;  ///< a button that has not helped

  Person person(int from, int to, Time now);
  void next_arrival(Time now);
  void passes(std::size_t who, Time now);
  void presses(Person& person, Time now);
  void presses_in_car(Person& person, Time now);
  void calls_from_car(int landing, Time now);
  void next_press();
  void next_fidget(Time now);

  Setup setup_;
  Machine& machine_;
  Controller& controller_;
  Presence& presence_;
  LoadCell& load_;
  Agenda& agenda_;
  Terminals& terminals_;
  Dice traffic_;
  Dice manners_;
  std::vector<Person> people_;
  int riding_ = 0;
  int staff_ = 0;
  int luggage_kg_ = 0;
  Time call_until_ = never;
  Time open_button_until_ = never;
  Time alarm_until_ = never;
  Time curtain_until_ = never;
};

}  // namespace liftbox::worn
