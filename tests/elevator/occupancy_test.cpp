#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

namespace {

/// A car in the zone, shut and found empty at 22 s.
Bench empty_car() {
  Bench lift{door_zone, door_closed, presence, load_kg, car_call, alarm_button};
  lift.set(0s,
           {{door_zone, 1}, {door_closed, 1}, {presence, 0}, {load_kg, 0}, {car_call, 0}, {alarm_button, 0}});
  lift.set(10s, {{door_closed, 0}}).until(22s);
  return lift;
}

}  // namespace

TEST_CASE("at the very first start nobody knows whether the car is empty") {
  Bench lift{door_zone, door_closed, presence};
  lift.set(0s, {{door_zone, 1}, {door_closed, 1}, {presence, 0}}).until(24h);
  CHECK(lift.occupancy() == Occupancy::unknown);
}

TEST_CASE("the car is empty after 10 s without a sign of anybody, counted from the opening") {
  Bench lift{door_zone, door_closed, presence};
  lift.set(0s, {{door_zone, 1}, {door_closed, 1}, {presence, 0}}).set(10s, {{door_closed, 0}});
  SECTION("with the door open") {
    lift.until(21'999ms);
    CHECK(lift.occupancy() == Occupancy::unknown);
    lift.until(22s);
    CHECK(lift.occupancy() == Occupancy::empty);
  }
  SECTION("or shut again") {
    lift.set(15s, {{door_closed, 1}}).until(22s);
    CHECK(lift.occupancy() == Occupancy::empty);
  }
  SECTION("10 s in a row") {
    lift.set(20s, {{presence, 1}}).set(20'500ms, {{presence, 0}}).until(30'499ms);
    CHECK(lift.occupancy() == Occupancy::unknown);
    lift.until(30'500ms);
    CHECK(lift.occupancy() == Occupancy::empty);
  }
  SECTION("never while the sensor is unknown") {
    lift.lose(12s, {presence}).until(1h);
    CHECK(lift.occupancy() == Occupancy::unknown);
  }
}

TEST_CASE("a door that is open for less than 2 s lets nobody out") {
  Bench lift{door_zone, door_closed, presence};
  lift.set(0s, {{door_zone, 1}, {door_closed, 1}, {presence, 0}}).set(10s, {{door_closed, 0}});
  lift.set(11'999ms, {{door_closed, 1}}).until(1h);
  CHECK(lift.occupancy() == Occupancy::unknown);
}

TEST_CASE("presence for 1 s in total within 10 s at an open door: occupied") {
  Bench lift = empty_car();
  lift.set(30s, {{presence, 1}}).set(30'600ms, {{presence, 0}}).set(38s, {{presence, 1}});
  lift.until(38'399ms);
  CHECK(lift.occupancy() == Occupancy::empty);
  lift.until(38'400ms);
  CHECK(lift.occupancy() == Occupancy::occupied);
}

TEST_CASE("load, as the door shuts, makes a car occupied at once") {
  Bench lift = empty_car();
  lift.set(30s, {{door_closed, 1}, {load_kg, 29}});
  CHECK(lift.occupancy() == Occupancy::empty);
  lift.set(31'999ms, {{load_kg, 30}});
  CHECK(lift.occupancy() == Occupancy::occupied);
}

TEST_CASE("nobody comes in through a shut door, whatever the cell weighs") {
  Bench lift = empty_car();
  lift.set(30s, {{door_closed, 1}, {load_kg, 29}});
  lift.until(33s);
  lift.set(33s, {{load_kg, 49}});
  CHECK(lift.occupancy() == Occupancy::empty);
  SECTION("but far more than lately is somebody all the same") {
    lift.set(34s, {{load_kg, 50}});
  }
  SECTION("or where nothing tells whether anybody moves") {
    lift.lose(34s, {presence});
  }
  CHECK(lift.occupancy() == Occupancy::occupied);
}

TEST_CASE("a door whose switches read closed and open may have let somebody in") {
  Bench lift{door_zone, door_closed, door_open, presence, load_kg};
  lift.set(0s, {{door_zone, 1}, {door_closed, 1}, {door_open, 0}, {presence, 0}, {load_kg, 0}});
  lift.set(10s, {{door_closed, 0}}).set(15s, {{door_closed, 1}}).until(25s);
  REQUIRE(lift.occupancy() == Occupancy::empty);
  lift.set(30s, {{door_open, 1}}).set(32s, {{load_kg, 40}});
  CHECK(lift.occupancy() == Occupancy::occupied);
}

TEST_CASE("a call or the alarm button make a shut car occupied at once") {
  Bench lift = empty_car();
  lift.set(30s, {{door_closed, 1}});
  SECTION("call") {
    lift.set(40s, {{car_call, 1}});
  }
  SECTION("alarm button") {
    lift.set(40s, {{alarm_button, 1}});
  }
  CHECK(lift.occupancy() == Occupancy::occupied);
}

TEST_CASE("presence in a shut empty car is a ghost; again and again, a minute apart, nobody knows") {
  Bench lift = empty_car();
  lift.set(30s, {{door_closed, 1}}).set(40s, {{presence, 1}});
  SECTION("it goes on: since 41 s it has been seen for long enough") {
    lift.until(160'999ms);
    CHECK(lift.occupancy() == Occupancy::empty);
    lift.until(161s);
    CHECK(lift.occupancy() == Occupancy::unknown);
    lift.until(1h);
    CHECK(lift.occupancy() == Occupancy::unknown);
  }
  SECTION("it comes again, twice within 15 min") {
    lift.set(44s, {{presence, 0}}).set(60s, {{presence, 1}}).set(62s, {{presence, 0}});
    lift.set(200s, {{presence, 1}}).set(204s, {{presence, 0}}).until(940s);
    CHECK(lift.occupancy() == Occupancy::empty);
    lift.set(940s, {{presence, 1}}).until(941s);
    CHECK(lift.occupancy() == Occupancy::unknown);
  }
  SECTION("once is enough where nothing weighs") {
    lift.set(44s, {{presence, 0}}).lose(50s, {load_kg});
    lift.set(940s, {{presence, 1}}).until(940'999ms);
    CHECK(lift.occupancy() == Occupancy::empty);
    lift.until(941s);
    CHECK(lift.occupancy() == Occupancy::unknown);
  }
  SECTION("too late: another ghost") {
    lift.set(44s, {{presence, 0}}).set(941s, {{presence, 1}}).set(945s, {{presence, 0}}).until(2h);
    CHECK(lift.occupancy() == Occupancy::empty);
  }
}

TEST_CASE("who is seen at a door that is open outside the zone, of a car that was empty, works there") {
  Bench lift = empty_car();
  lift.set(30s, {{door_closed, 1}, {door_zone, 0}}).set(40s, {{door_closed, 0}}).set(50s, {{presence, 1}});
  lift.until(70s);
  CHECK(lift.occupancy() == Occupancy::empty);
  SECTION("but for who weighs something") {
    lift.set(71s, {{load_kg, 70}});
    CHECK(lift.occupancy() == Occupancy::occupied);
  }
}

TEST_CASE("an occupied car stays occupied however quiet it is, until a door opens in the zone") {
  Bench lift = empty_car();
  lift.set(30s, {{door_closed, 1}}).set(40s, {{car_call, 1}}).set(50s, {{car_call, 0}}).until(10h);
  CHECK(lift.occupancy() == Occupancy::occupied);
  lift.set(10h, {{door_zone, 0}, {door_closed, 0}}).until(10h + 50s);
  CHECK(lift.occupancy() == Occupancy::occupied);
}

TEST_CASE("a search for emptiness ends without success when somebody is seen as the door shuts") {
  Bench lift = empty_car();
  lift.set(30s, {{door_closed, 1}}).set(40s, {{load_kg, 75}}).set(50s, {{door_closed, 0}, {presence, 1}});
  SECTION("load as it shuts") {
    lift.set(55s, {{presence, 0}}).set(64s, {{door_closed, 1}}).set(64'001ms, {{load_kg, 0}}).until(1h);
    CHECK(lift.occupancy() == Occupancy::occupied);
  }
  SECTION("but not load that left just before: that was somebody who is gone") {
    lift.set(60s, {{load_kg, 0}, {presence, 0}}).set(64s, {{door_closed, 1}}).until(69'999ms);
    CHECK(lift.occupancy() == Occupancy::occupied);
    lift.until(70s);
    CHECK(lift.occupancy() == Occupancy::empty);
  }
  SECTION("nor the call that brought the car here, and ends on arrival") {
    Bench served = empty_car();
    served.set(30s, {{door_closed, 1}}).set(40s, {{car_call, 1}}).set(50s, {{door_closed, 0}});
    served.set(51s, {{car_call, 0}}).set(56s, {{door_closed, 1}}).until(62s);
    CHECK(served.occupancy() == Occupancy::empty);
  }
  SECTION("a call within the 10 s before it shut, where nothing weighs") {
    Bench unweighed{door_zone, door_closed, presence, car_call};
    unweighed.set(0s, {{door_zone, 1}, {door_closed, 1}, {presence, 0}, {car_call, 0}});
    unweighed.set(50s, {{door_closed, 0}}).set(57s, {{car_call, 1}}).set(58s, {{car_call, 0}});
    unweighed.set(60s, {{door_closed, 1}}).until(1h);
    CHECK(unweighed.occupancy() == Occupancy::occupied);
  }
  SECTION("but a call without load is no certainty") {
    lift.set(54s, {{load_kg, 0}, {presence, 0}}).set(57s, {{car_call, 1}}).set(58s, {{car_call, 0}});
    lift.set(65s, {{door_closed, 1}}).until(67'999ms);
    CHECK(lift.occupancy() == Occupancy::occupied);
    lift.until(68s);
    CHECK(lift.occupancy() == Occupancy::unknown);
  }
  SECTION("presence for 1 s later than 10 s after it shut") {
    lift.set(65s, {{door_closed, 1}}).set(76s, {{presence, 0}}).until(1h);
    CHECK(lift.occupancy() == Occupancy::occupied);
  }
  SECTION("but where the load cell weighs nobody, and nobody called, it may be a sensor that flaps") {
    lift.set(53s, {{load_kg, 0}}).set(65s, {{door_closed, 1}}).set(76s, {{presence, 0}}).until(1h);
    CHECK(lift.occupancy() == Occupancy::unknown);
  }
  SECTION("but a sensor that holds its output for 5 s says nothing") {
    lift.set(53s, {{load_kg, 0}}).set(65s, {{door_closed, 1}}).set(70'500ms, {{presence, 0}}).until(80'499ms);
    CHECK(lift.occupancy() == Occupancy::occupied);
    lift.until(80'500ms);
    CHECK(lift.occupancy() == Occupancy::empty);
  }
}

TEST_CASE("with neither presence nor load an opening leaves it unknown, never empty") {
  Bench lift{door_zone, door_closed, car_call};
  lift.set(0s, {{door_zone, 1}, {door_closed, 1}, {car_call, 1}});
  CHECK(lift.occupancy() == Occupancy::occupied);
  lift.set(5s, {{car_call, 0}}).set(10s, {{door_closed, 0}}).until(12s);
  CHECK(lift.occupancy() == Occupancy::unknown);
  lift.until(1h);
  CHECK(lift.occupancy() == Occupancy::unknown);
}

TEST_CASE("an opening where the door zone is not known leaves it unknown") {
  Bench lift = empty_car();
  lift.set(30s, {{door_closed, 1}}).lose(40s, {door_zone}).set(50s, {{door_closed, 0}}).until(51'999ms);
  CHECK(lift.occupancy() == Occupancy::empty);
  lift.until(52s);
  CHECK(lift.occupancy() == Occupancy::unknown);
}

}  // namespace liftbox::test
