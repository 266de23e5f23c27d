#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

TEST_CASE("a lift that parks with its door open has no fault by time alone") {
  LiftFacts facts;
  SECTION("unless it does not park so") {
    Bench lift{{lines({door_zone, door_closed})}, {}, facts};
    lift.set(0s, {{door_zone, 1}, {door_closed, 1}}).set(10s, {{door_closed, 0}}).until(1h);
    CHECK(lift.said() == Said{"190000 door_close_fault raised certain"});
  }
  SECTION("nothing for an hour") {
    facts.parks_with_door_open = true;
    Bench lift{{lines({door_zone, door_closed})}, {}, facts};
    lift.set(0s, {{door_zone, 1}, {door_closed, 1}}).set(10s, {{door_closed, 0}}).until(1h);
    CHECK(lift.said().empty());
  }
}

TEST_CASE("the first sign that the door should shut starts its time") {
  Bench lift{door_zone, door_closed, door_open, door_close_command, car_call, door_obstructed};
  lift.set(0s, {{door_zone, 1},
                {door_closed, 1},
                {door_open, 0},
                {door_close_command, 0},
                {car_call, 0},
                {door_obstructed, 0}});
  lift.set(10s, {{door_closed, 0}}).set(12s, {{door_open, 1}});
  SECTION("a command") {
    lift.set(20s, {{door_close_command, 1}}).set(21s, {{door_close_command, 0}});
  }
  SECTION("a call") {
    lift.set(20s, {{car_call, 1}}).set(50s, {{door_close_command, 1}});
  }
  SECTION("an obstacle") {
    lift.set(20s, {{door_obstructed, 1}}).set(25s, {{door_obstructed, 0}});
  }
  SECTION("it begins to shut") {
    lift.set(20s, {{door_open, 0}});
  }
  lift.until(199'999ms);
  CHECK(lift.said().empty());
  lift.until(200s);
  CHECK(lift.said() == Said{"200000 door_close_fault raised certain"});
}

TEST_CASE("a door that does not shut is a fault in normal mode only, timed anew after another") {
  Bench lift{service_mode, door_zone, door_closed};
  lift.set(0s, {{service_mode, 3}, {door_zone, 1}, {door_closed, 0}}).until(1000s);
  CHECK(lift.said().empty());
  lift.set(1000s, {{service_mode, 1}}).until(1'179'999ms);
  CHECK(lift.said() == Said{"1001000 mode_normal noted certain"});
  lift.until(1180s);
  CHECK(lift.said() == Said{"1180000 door_close_fault raised certain"});
}

TEST_CASE("a passenger behind a shut door is timed anew at each stop") {
  Bench lift{car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{car_moving, 1}, {door_zone, 1}, {door_closed, 1}, {load_kg, 75}})
      .set(10s, {{car_moving, 0}});
  // Nothing is heard of the start of the next run.
  lift.lose(20s, {car_moving}).set(25s, {{car_moving, 1}}).set(60s, {{car_moving, 0}}).until(62s);
  CHECK(lift.said().empty());
  lift.until(89'999ms);
  CHECK(lift.said().empty());
  lift.set(90s, {{door_closed, 0}}).until(100s);
  CHECK(lift.said() == Said{"90000 entrapment suspected certain", "90000 door_open_fault raised certain",
                            "90000 door_open_fault cleared certain", "92000 entrapment cleared certain"});
}

TEST_CASE("an unlocked landing door is enough for an unintended movement") {
  Bench lift{door_zone, door_closed, door_locked, car_moving};
  lift.set(0s, {{door_zone, 1}, {door_closed, 1}, {door_locked, 0}, {car_moving, 0}});
  lift.set(10s, {{car_moving, 1}}).set(11s, {{door_zone, 0}}).until(12s);
  CHECK(lift.said() == Said{"11200 unintended_movement raised certain"});
}

TEST_CASE("a door that is opened in motion is a fault of its own, no unintended movement") {
  Bench lift{door_zone, door_closed, car_moving, car_speed};
  lift.set(0s, {{door_zone, 1}, {door_closed, 1}, {car_moving, 0}, {car_speed, 0}});
  lift.set(10s, {{car_moving, 1}, {car_speed, 200}}).set(11s, {{door_closed, 0}});
  lift.set(12s, {{car_speed, 1000}, {door_zone, 0}}).until(13s);
  CHECK(lift.said() == Said{"12200 door_open_while_moving raised certain"});
}

TEST_CASE("a fault raised while its inputs are silent is only possible, and certain when they are known") {
  Bench lift{car_moving, door_zone};
  lift.set(0s, {{car_moving, 0}, {door_zone, 0}}).lose(10s, {car_moving}).until(44'999ms);
  CHECK(lift.said().empty());
  lift.until(45s);
  CHECK(lift.said() ==
        Said{"45000 entrapment suspected possible", "45000 stopped_outside_door_zone raised possible"});
  lift.set(60s, {{car_moving, 0}}).until(61s);
  CHECK(lift.said() == Said{"60000 stopped_outside_door_zone confirmed certain"});
}

}  // namespace liftbox::test
