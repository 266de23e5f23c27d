#include "agent/elevator/scale.hpp"

#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

Bench idle(Value load) {
  Bench bench{{car_moving, door_closed, presence, load_kg}};
  bench.set(0s, {{car_moving, 0}, {door_closed, 1}, {presence, 0}, {load_kg, load}});
  return bench;
}

bool weighs_somebody(const Bench& bench) {
  return bench.lift.car().weighs_somebody().yes();
}

}  // namespace

TEST_CASE("what an idle car weighs after half an hour is its empty weight") {
  Bench bench = idle(60);
  bench.until(1800s - 1ms);
  CHECK(weighs_somebody(bench));
  bench.until(1800s);
  CHECK_FALSE(weighs_somebody(bench));
  bench.set(1900s, {{door_closed, 0}}).set(1901s, {{load_kg, 89}});
  CHECK_FALSE(weighs_somebody(bench));
  bench.set(1902s, {{load_kg, 90}});
  CHECK(weighs_somebody(bench));
}

TEST_CASE("what three idle cars weigh alike, with openings between, is the empty weight") {
  Bench bench = idle(60);
  bench.set(70s, {{door_closed, 0}}).set(80s, {{door_closed, 1}});
  SECTION("it is") {
    bench.set(141s, {{load_kg, 69}}).set(150s, {{door_closed, 0}}).set(160s, {{door_closed, 1}});
    bench.until(220s - 1ms);
    CHECK(weighs_somebody(bench));
    bench.until(220s);
    CHECK_FALSE(weighs_somebody(bench));
    bench.set(300s, {{load_kg, 99}});
    CHECK(weighs_somebody(bench));
  }
  SECTION("not without an opening between: nobody could have left") {
    bench.set(150s, {{presence, 1}}).set(155s, {{presence, 0}}).set(230s, {{presence, 1}});
    bench.set(235s, {{presence, 0}}).until(400s);
    CHECK(weighs_somebody(bench));
  }
  SECTION("not where they differ: somebody rides") {
    bench.set(85s, {{load_kg, 75}}).set(150s, {{door_closed, 0}}).set(160s, {{door_closed, 1}});
    bench.until(230s);
    CHECK(weighs_somebody(bench));
  }
  SECTION("not where the car stood idle for less than a minute") {
    bench.set(139s, {{door_closed, 0}}).set(145s, {{door_closed, 1}}).set(204s, {{door_closed, 0}});
    bench.set(210s, {{door_closed, 1}}).until(230s);
    CHECK(weighs_somebody(bench));
  }
}

TEST_CASE("what changes in an idle car is the cell's doing") {
  Bench bench = idle(0);
  bench.until(1800s).set(2000s, {{load_kg, 60}});
  CHECK_FALSE(weighs_somebody(bench));
}

TEST_CASE("a car in which somebody moves is not idle") {
  Bench bench = idle(60);
  bench.set(1700s, {{presence, 1}});
  bench.set(1705s, {{presence, 0}});
  bench.until(3000s);
  CHECK(weighs_somebody(bench));
}

TEST_CASE("what had been left in the car is taken away") {
  Bench bench = idle(60);
  bench.set(2000s, {{door_closed, 0}}).set(2001s, {{load_kg, 0}});
  CHECK_FALSE(weighs_somebody(bench));
  bench.set(2002s, {{load_kg, 35}});
  CHECK(weighs_somebody(bench));
}

TEST_CASE("a cell that reads too little weighs who gets in") {
  Bench bench = idle(-40);
  bench.set(2000s, {{door_closed, 0}});
  bench.set(2005s, {{load_kg, 0}});
  CHECK(weighs_somebody(bench));
}
