#pragma once

#include "tests/properties/wires.hpp"

namespace liftbox::test {

/// What goes wrong on a ride.
enum class Mishap : std::uint8_t {
  none,
  stalls,
  stalls_and_goes_on,
  chain_opens,
  door_opens,
  too_fast,
  releases_late,
  drops,
  does_not_set,
  slips,
  floor_lost,
  overtravels,
  leaves_with_open_door,
  motor_runs_in_vain,
  arm_sticks,
};
constexpr int mishaps = static_cast<int>(Mishap::arm_sticks) + 1;

/// Rides and moves its doors as lifts do, or as broken ones do.
class Car {
 public:
  static constexpr int landings = 6;
  static constexpr int rated = 1000;  ///< mm/s

  explicit Car(Wires& wires) : wires_{wires} {}

  void ride(int to, Mishap mishap, int much);
  void stop(Mishap mishap);
  void open();
  void shut();

 private:
  static constexpr int storey = 3000;  ///< mm

  void all_arms(Value released);
  void start(bool up, Mishap mishap);
  void travel_a_third(int step, Mishap mishap);
  bool happens_on_the_way(Mishap mishap, int much);
  void arrive(Mishap mishap);

  Wires& wires_;
};

}  // namespace liftbox::test
