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

TEST_CASE(
    "what differs by one step of the cell, 1 % of the rated load, is alike, and the least is the empty car") {
  const auto weighs = [](int rated_kg, const std::vector<Value>& idle_loads, Value then) {
    LiftFacts facts;
    facts.rated_load_kg = rated_kg;
    Bench bench{std::vector{lines({car_moving, door_closed, presence, load_kg})}, {}, facts};
    bench.set(0s, {{car_moving, 0}, {door_closed, 1}, {presence, 0}, {load_kg, idle_loads.front()}});
    Duration time = 1s;
    for (const Value load : idle_loads) {
      bench.set(time += 1s, {{load_kg, load}}).until(time += 70s);
      bench.set(time += 1s, {{door_closed, 0}}).set(time += 10s, {{door_closed, 1}});
    }
    bench.set(time + 1s, {{load_kg, then}});
    return weighs_somebody(bench);
  };
  CHECK_FALSE(weighs(1600, {32, 16, 32}, 32));
  CHECK(weighs(1000, {32, 16, 32}, 32));
  CHECK(weighs(1600, {16, 33, 33}, 33));
  CHECK(weighs(1600, {48, 33, 64}, 64));  // alike one by one, but not all
  SECTION("who weighs 40 kg is seen by a cell of 25 kg that tells the empty car as 0 and 25") {
    CHECK_FALSE(weighs(2500, {0, 25, 0, 25}, 25));
    CHECK(weighs(2500, {0, 25, 0, 25}, 50));
  }
  SECTION("a step that is coarser than 25 kg is not believed") {
    CHECK(weighs(4000, {52, 26, 52}, 52));
  }
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
