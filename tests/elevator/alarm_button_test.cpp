#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

namespace {

/// Not armed for entrapment, so that only the button is heard.
Bench lift_with_button(Value moving, Value zone, Value closed) {
  Bench lift{service_mode, car_moving, door_zone, door_closed, alarm_button};
  lift.set(
      0s,
      {{service_mode, 2}, {car_moving, moving}, {door_zone, zone}, {door_closed, closed}, {alarm_button, 0}});
  return lift;
}

}  // namespace

TEST_CASE("the alarm button is raised after half a second") {
  Bench lift = lift_with_button(0, 1, 1);
  lift.set(10s, {{alarm_button, 1}}).until(10'499ms);
  CHECK(lift.said().empty());
  lift.until(10'500ms);
  CHECK(lift.said() == Said{"10500 alarm_button raised certain"});
  SECTION("and clears 60 s after it is let go") {
    lift.set(50s, {{alarm_button, 0}}).until(109'999ms);
    CHECK(lift.said().empty());
    lift.until(110s);
    CHECK(lift.said() == Said{"110000 alarm_button cleared certain"});
  }
  SECTION("never while its line is unknown") {
    lift.set(20s, {{alarm_button, 0}}).lose(21s, {alarm_button}).until(1h);
    CHECK(lift.said() == Said{"300000 maintenance_started noted certain"});
  }
}

TEST_CASE("a press in the zone with the door not closed is filtered, unless it outlasts the door") {
  Bench lift = lift_with_button(0, 1, 0);
  lift.set(10s, {{alarm_button, 1}}).until(12s);
  CHECK(lift.said() == Said{"10500 alarm_button_filtered noted certain"});
  SECTION("raised when the door shuts under it") {
    lift.set(20s, {{door_closed, 1}});
    CHECK(lift.said() == Said{"20000 alarm_button raised certain"});
  }
  SECTION("raised when held for 30 s") {
    lift.until(39'999ms);
    CHECK(lift.said().empty());
    lift.until(40s);
    CHECK(lift.said() == Said{"40000 alarm_button raised certain"});
  }
}

TEST_CASE("a press outside the zone is not filtered by an open door") {
  Bench lift = lift_with_button(0, 0, 0);
  lift.set(10s, {{alarm_button, 1}}).until(11s);
  CHECK(lift.said() == Said{"10500 alarm_button raised certain"});
}

TEST_CASE("nothing filters while it is not known where the car is or whether it moves") {
  Bench lift = lift_with_button(0, 1, 0);
  lift.lose(5s, {car_moving, door_zone}).set(10s, {{alarm_button, 1}}).until(11s);
  CHECK(lift.said() == Said{"10500 alarm_button raised certain"});
}

TEST_CASE("a press in motion is filtered, unless no door opens within 15 s of the stop") {
  Bench lift = lift_with_button(1, 1, 1);
  lift.set(10s, {{alarm_button, 1}})
      .set(11s, {{alarm_button, 0}})
      .set(20s, {{car_moving, 0}})
      .until(34'999ms);
  CHECK(lift.said() == Said{"10500 alarm_button_filtered noted certain"});
  SECTION("raised") {
    lift.until(35s);
    CHECK(lift.said() == Said{"35000 alarm_button raised certain"});
  }
  SECTION("the door opens 1 ms before") {
    lift.set(34'999ms, {{door_closed, 0}}).until(1h);
    CHECK(lift.said() == Said{"300000 maintenance_started noted certain"});
  }
}

TEST_CASE("between an acknowledged alarm and its end nothing is filtered") {
  Bench lift = lift_with_button(0, 1, 1);
  SECTION("of the button: one incident, prolonged") {
    lift.set(10s, {{alarm_button, 1}})
        .set(11s, {{alarm_button, 0}})
        .person(20s, PersonSays::What::acknowledge, EventType::alarm_button);
    CHECK(lift.said() ==
          Said{"10500 alarm_button raised certain", "20000 alarm_button acknowledged certain"});
    lift.set(30s, {{door_closed, 0}}).set(60s, {{alarm_button, 1}}).set(62s, {{alarm_button, 0}}).until(122s);
    CHECK(lift.said() == Said{"122000 alarm_button cleared certain"});
  }
  SECTION("of an entrapment") {
    lift.set(5s, {{service_mode, 1}, {door_zone, 0}})
        .set(10s, {{alarm_button, 1}})
        .set(11s, {{alarm_button, 0}});
    lift.person(15s, PersonSays::What::acknowledge).until(80s);
    lift.said();
    lift.set(100s, {{car_moving, 1}}).set(110s, {{alarm_button, 1}}).until(111s);
    const Said said = lift.said();
    CHECK(std::count(said.begin(), said.end(), "110500 alarm_button raised certain") == 1);
    CHECK(std::count(said.begin(), said.end(), "110500 alarm_button_filtered noted certain") == 0);
  }
}

}  // namespace liftbox::test
