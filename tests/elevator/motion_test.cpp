#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

TEST_CASE("whether the car moves is asked of the best signal that is known") {
  Bench lift{car_moving, car_speed, run_contactor, brake_1_released, car_position, door_zone};
  lift.set(0s, {{car_moving, 1}, {car_speed, 0}, {run_contactor, 0}, {brake_1_released, 0}, {door_zone, 0}});
  CHECK(lift.car().moving().yes());
  lift.lose(1s, {car_moving});
  CHECK(lift.car().moving().no());
  lift.set(2s, {{car_speed, 51}});
  CHECK(lift.car().moving().yes());
  lift.lose(3s, {car_speed});
  CHECK(lift.car().moving().no());
  lift.set(4s, {{run_contactor, 1}});
  CHECK(lift.car().moving().no());
  lift.set(5s, {{brake_1_released, 1}});
  CHECK(lift.car().moving().yes());
  lift.set(6s, {{car_position, 3000}});
  lift.lose(6s, {run_contactor});
  CHECK(lift.car().moving().no());
  lift.lose(7s, {car_position});
  CHECK(lift.car().moving().unknown());
}

TEST_CASE("50 mm/s is creep, above it the car moves") {
  Bench lift{car_speed};
  lift.set(0s, {{car_speed, 50}});
  CHECK(lift.car().moving().no());
  lift.set(1s, {{car_speed, 51}}).set(2s, {{car_speed, 900}});
  CHECK(lift.car().moving().yes());
  CHECK(lift.car().moving().since == at(1s));
}

TEST_CASE("every bound brake arm must be released for a closed contactor to mean movement") {
  Bench lift{run_contactor, brake_1_released, brake_2_released};
  lift.set(0s, {{run_contactor, 1}, {brake_1_released, 1}, {brake_2_released, 0}});
  CHECK(lift.car().moving().no());
  lift.lose(1s, {brake_2_released});
  CHECK(lift.car().moving().unknown());
  lift.set(2s, {{brake_2_released, 1}});
  CHECK(lift.car().moving().yes());
}

TEST_CASE("what told of movement before the brake set, and not again for 2 s, is outdated") {
  Bench lift{{bus({car_moving}, 1s), lines({brake_1_released, brake_2_released})}};
  lift.set(0s, {{car_moving, 1}, {brake_1_released, 1}, {brake_2_released, 1}})
      .set(1s, {{car_moving, 1}})
      .set(1'100ms, {{brake_1_released, 0}})
      .set(1'200ms, {{brake_2_released, 0}})
      .until(3'199ms);
  CHECK(lift.car().moving().yes());
  SECTION("the bus is silent") {
    lift.until(3'200ms);
    CHECK(lift.car().moving().no());
    CHECK(lift.car().moving().since == at(1'200ms));
  }
  SECTION("it was told again meanwhile: the brake does not hold") {
    lift.set(2s, {{car_moving, 1}}).until(4s);
    CHECK(lift.car().moving().yes());
  }
}

TEST_CASE("a position that changes by 20 mm within a second means movement") {
  Bench lift{car_position};
  lift.set(0s, {{car_position, 1000}}).set(10s, {{car_position, 1019}});
  CHECK(lift.car().moving().no());
  lift.set(10'900ms, {{car_position, 1020}});
  CHECK(lift.car().moving().yes());
  SECTION("until it has not changed for that long") {
    lift.until(11'999ms);
    lift.until(13s);
    CHECK(lift.car().moving().no());
  }
}

TEST_CASE("where nothing tells of motion a quiet car stands, since the last thing that changed") {
  Bench lift{door_zone, floor, door_closed};
  lift.set(0s, {{door_zone, 1}, {floor, 2}, {door_closed, 1}}).set(40s, {{floor, 3}});
  lift.until(99'999ms);
  CHECK(lift.car().moving().unknown());
  lift.until(100s);
  CHECK(lift.car().moving().no());
  CHECK(lift.car().standing().since == at(40s));
}

TEST_CASE("a quiet car stands after 20 s while the mains are lost") {
  Bench lift{door_zone, mains_power};
  lift.set(0s, {{door_zone, 0}, {mains_power, 0}}).until(19'999ms);
  CHECK(lift.car().moving().unknown());
  lift.until(20s);
  CHECK(lift.car().moving().no());
}

TEST_CASE("a car last seen moving has not stopped before that") {
  Bench lift{car_moving, door_zone};
  lift.set(0s, {{car_moving, 1}, {door_zone, 0}}).set(50s, {{car_moving, 1}}).lose(50s, {car_moving});
  lift.until(109s);
  CHECK(lift.car().moving().unknown());
  lift.until(110s);
  CHECK(lift.car().moving().no());
  CHECK(lift.car().standing().since == at(50s));
}

TEST_CASE("nothing known at all leaves it unknown whether the car moves") {
  Bench lift{car_moving, door_zone};
  lift.until(1h);
  CHECK(lift.car().moving().unknown());
}

TEST_CASE("a run is moving for 3 s, until standing for 1 s") {
  Bench lift{car_moving};
  lift.set(0s, {{car_moving, 0}}).set(10s, {{car_moving, 1}}).until(12'999ms);
  CHECK_FALSE(lift.car().motion().running());
  lift.until(13s);
  CHECK(lift.car().motion().running());
  CHECK(lift.car().motion().run_began() == at(10s));
  lift.set(20s, {{car_moving, 0}}).set(20'999ms, {{car_moving, 1}});
  CHECK(lift.car().motion().running());
  lift.set(30s, {{car_moving, 0}}).until(31s);
  CHECK_FALSE(lift.car().motion().running());
  CHECK(lift.car().motion().run_ended() == at(30s));
  CHECK(lift.car().motion().memory.completed_runs == 1);
}

TEST_CASE("full travel is learned from three runs between the terminal landings") {
  LiftFacts facts;
  facts.landings = 6;
  Bench lift{{lines({car_moving, floor})}, {}, facts};
  const auto run = [&](Duration from, Duration lasting, Value to) {
    lift.set(from, {{car_moving, 1}})
        .set(from + lasting, {{car_moving, 0}, {floor, to}})
        .until(from + lasting + 5s);
  };
  lift.set(0s, {{car_moving, 0}, {floor, 1}});
  run(100s, 40s, 6);
  run(200s, 15s, 3);
  run(300s, 20s, 1);
  run(400s, 42s, 6);
  CHECK_FALSE(lift.car().motion().full_travel());
  run(500s, 41s, 1);
  CHECK(lift.car().motion().full_travel() == Duration{42s});
}

}  // namespace liftbox::test
