#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

/// Looks whenever the lift wants to be looked at, as the daemon's one timer does, and counts.
int look_until(Bench& lift, Duration end) {
  int looks = 0;
  while (lift.lift.look_again_at() <= at(end)) {
    lift.until(lift.lift.look_again_at().time_since_epoch());
    ++looks;
  }
  lift.until(end);
  return looks;
}

constexpr Duration year = 24h * 365;

}  // namespace

TEST_CASE("a lift that stands parked for a year is looked at a few times only") {
  Bench lift{service_mode, car_moving,   door_zone,   door_closed,  door_open,     presence,
             load_kg,      alarm_button, mains_power, safety_chain, brake_command, brake_1_released};
  lift.set(0s, {{service_mode, 1},
                {car_moving, 0},
                {door_zone, 1},
                {door_closed, 1},
                {door_open, 0},
                {presence, 0},
                {load_kg, 0},
                {alarm_button, 0},
                {mains_power, 1},
                {safety_chain, 1},
                {brake_command, 0},
                {brake_1_released, 0}});
  CHECK(look_until(lift, year) < 20);
  CHECK(lift.said().empty());
  CHECK(lift.lift.look_again_at() == never);
}

TEST_CASE("faults that stay for a year are looked at a few times only") {
  Bench lift{service_mode, car_moving,  door_zone,    door_closed,   presence,
             alarm_button, mains_power, safety_chain, brake_command, brake_1_released};
  lift.set(0s, {{service_mode, 1},
                {car_moving, 1},
                {door_zone, 0},
                {door_closed, 1},
                {presence, 1},
                {alarm_button, 0},
                {mains_power, 1},
                {safety_chain, 1},
                {brake_command, 0},
                {brake_1_released, 0}});
  lift.set(10s, {{brake_command, 1}, {safety_chain, 0}})
      .set(20s, {{car_moving, 0}, {alarm_button, 1}, {mains_power, 0}});
  look_until(lift, 1h);
  lift.person(1h, PersonSays::What::acknowledge).said();
  CHECK(look_until(lift, year) < 20);
  CHECK(lift.said().empty());
}

TEST_CASE("an unacknowledged alarm is looked at once a minute, to be sent again") {
  Bench lift{car_moving, door_zone, door_closed, alarm_button};
  lift.set(0s, {{car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {alarm_button, 1}}).until(1h);
  CHECK(look_until(lift, 1h + 24h) == 24 * 60);
}

TEST_CASE("a silent bus is looked at a few times only, whatever it was doing") {
  const Value moving = GENERATE(0, 1);
  const Value zone = GENERATE(0, 1);
  const Value closed = GENERATE(0, 1);
  Bench lift{{bus(
      {service_mode, car_moving, car_speed, door_zone, door_closed, presence, mains_power, safety_chain})}};
  lift.set(0s, {{service_mode, 1},
                {car_moving, moving},
                {car_speed, 700 * moving},
                {door_zone, zone},
                {door_closed, closed},
                {presence, 1},
                {mains_power, 1},
                {safety_chain, 1}});
  look_until(lift, 1h);
  lift.person(1h, PersonSays::What::acknowledge);
  CHECK(look_until(lift, year) < 20);
}

}  // namespace liftbox::test
