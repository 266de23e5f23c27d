#include "tests/properties/car.hpp"

#include <algorithm>
#include <cstdlib>

namespace liftbox::test {

using namespace std::chrono_literals;
using enum Signal;

void Car::all_arms(Value released) {
  for (int arm = 1; arm <= 2; ++arm) wires_.set(brake_arm(arm), released);
}

void Car::shut() {
  wires_.set(door_open_command, 0);
  wires_.set(door_close_command, 1);
  wires_.set(door_open, 0);
  wires_.wait(2500ms);
  wires_.set(door_closed, 1);
  wires_.wait(300ms);
  wires_.set(door_locked, 1);
  wires_.set(safety_chain, 1);
  wires_.set(door_close_command, 0);
}

void Car::open() {
  wires_.set(door_open_command, 1);
  wires_.set(door_locked, 0);
  wires_.set(safety_chain, 0);
  wires_.wait(200ms);
  wires_.set(door_closed, 0);
  wires_.wait(2000ms);
  wires_.set(door_open, 1);
  wires_.set(door_open_command, 0);
}

void Car::ride(int to, Mishap mishap, int much) {
  const int from = wires_.now_is(car_position) / storey + 1;
  if (mishap == Mishap::leaves_with_open_door) {
    wires_.set(door_closed, 0);
    wires_.set(door_locked, 0);
  } else if (wires_.now_is(door_closed) == 0) {
    shut();
  }
  start(to > from, mishap);
  if (mishap == Mishap::motor_runs_in_vain) wires_.wait(Duration{much * 60});
  for (int passed = 0; passed < std::abs(to - from) * 3; ++passed) {
    travel_a_third(to > from ? storey / 3 : -storey / 3, mishap);
    if (passed == 1 && happens_on_the_way(mishap, much)) return;
  }
  arrive(mishap);
  if (mishap != Mishap::slips) return;
  wires_.wait(2500ms);
  wires_.set(car_moving, 1);
  wires_.set(car_speed, 80);
  wires_.set(car_position, wires_.now_is(car_position) + 60);
  wires_.wait(900ms);
  wires_.set(car_moving, 0);
  wires_.set(car_speed, 0);
}

void Car::start(bool up, Mishap mishap) {
  wires_.set(car_direction, up ? 1 : 2);
  wires_.set(run_contactor, 1);
  wires_.set(brake_command, 1);
  wires_.wait(mishap == Mishap::releases_late ? 1300ms : 220ms);
  if (mishap == Mishap::arm_sticks)
    wires_.set(brake_1_released, 1);
  else
    all_arms(1);
  wires_.wait(100ms);
  wires_.set(car_moving, 1);
  wires_.set(car_speed, 200);
  wires_.wait(800ms);
  wires_.set(car_speed, mishap == Mishap::too_fast ? rated * 13 / 10 : rated);
}

void Car::travel_a_third(int step, Mishap mishap) {
  wires_.set(door_zone, 0);
  wires_.wait(900ms);
  const int height = std::max(0, wires_.now_is(car_position) + step);
  wires_.set(car_position, height);
  wires_.set(floor, mishap == Mishap::floor_lost ? 0 : 1 + (height + storey / 2) / storey);
  if (height % storey == 0) {
    wires_.set(door_zone, 1);
    wires_.wait(200ms);
  }
}

/// True where the ride ends by it.
bool Car::happens_on_the_way(Mishap mishap, int much) {
  switch (mishap) {
    case Mishap::stalls:
      stop(mishap);
      return true;
    case Mishap::stalls_and_goes_on:
      stop(mishap);
      wires_.wait(Duration{much * 80});
      start(true, Mishap::none);
      return false;
    case Mishap::chain_opens:
      wires_.set(safety_chain, 0);
      wires_.wait(100ms);
      stop(mishap);
      return true;
    case Mishap::door_opens:
      wires_.set(door_closed, 0);
      wires_.wait(Duration{much});
      wires_.set(door_closed, 1);
      return false;
    case Mishap::drops:
      wires_.set(brake_2_released, 0);
      wires_.wait(Duration{much});
      wires_.set(brake_2_released, 1);
      return false;
    default:
      return false;
  }
}

void Car::arrive(Mishap mishap) {
  wires_.set(door_zone, 1);
  if (mishap == Mishap::overtravels) {
    wires_.set(limit_bottom, 1);
    wires_.wait(200ms);
  }
  wires_.set(car_speed, 100);
  wires_.wait(700ms);
  stop(mishap);
  if (mishap == Mishap::overtravels) wires_.set(limit_bottom, 0);
}

void Car::stop(Mishap mishap) {
  wires_.set(car_speed, 0);
  wires_.set(car_moving, 0);
  wires_.set(car_direction, 0);
  wires_.set(brake_command, 0);
  wires_.wait(250ms);
  wires_.set(brake_1_released, 0);
  if (mishap != Mishap::does_not_set) wires_.set(brake_2_released, 0);
  wires_.wait(200ms);
  wires_.set(run_contactor, 0);
}

}  // namespace liftbox::test
