#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "drivers/simulated/lift/time.hpp"

namespace liftbox::simulated {

/// Those who wait at a landing, ride and leave; what the load cell, the PIR sensor and the push buttons see
/// of them.
class People {
 public:
  explicit People(std::uint64_t seed) : random_{seed} {}

  struct Car {
    int open_at = 0;             ///< the landing at which the door stands open; 0: none
    bool standing_shut = false;  ///< nobody gets out
  };
  /// What they do in this millisecond.
  struct Acts {
    bool entered = false;
    bool left = false;
    int car_call = 0;      ///< the landing whose button is pressed in the car; 0: none
    int landing_call = 0;  ///< the landing where the call button is pressed; 0: none
  };
  Acts step(const Car& car, Time now);

  void arrive(int from, int to, int persons, Time now);
  void press_alarm(Time now, Time lasting);

  int riding() const;
  bool nobody() const { return people_.empty(); }
  int load_kg() const;
  bool seen(Time now) const { return now < seen_until_; }  ///< by the PIR sensor
  bool presses_call(Time now) const { return now < call_until_; }
  bool presses_alarm(Time now) const { return now < alarm_until_; }

 private:
  struct Person {
    int from;
    int to;
    int kg;
    Time presses_at;
    bool riding = false;
    bool has_called = false;
  };
  void stand_about(const Car& car, Time now);
  void press_buttons(Time now, Acts& acts);
  void pass_door(int landing, Time now, Acts& acts);
  void move(Time now);

  std::mt19937_64 random_;
  std::vector<Person> people_;
  Time shut_in_{};       ///< for how long already
  bool fed_up_ = false;  ///< whoever was shut in leaves at the next open door, wherever it is
  Time next_passage_{};
  Time next_fidget_{};
  Time seen_until_{};
  Time call_until_{};
  Time alarm_until_{};
};

}  // namespace liftbox::simulated
