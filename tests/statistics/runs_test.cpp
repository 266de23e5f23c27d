#include <catch2/catch.hpp>

#include "tests/statistics/counted.hpp"

namespace liftbox::test {
namespace {

Counted parked_at_1(const LiftFacts& facts = {}) {
  Counted lift{{car_moving, door_zone, floor, car_position}, facts};
  lift.set(0s, {{car_moving, 0}, {door_zone, 1}, {floor, 1}, {car_position, 0}});
  return lift;
}

}  // namespace

TEST_CASE("a run is counted when it is over, with its direction, way, time and the landing it began at") {
  Counted lift = parked_at_1();
  lift.run(10s, 4);
  const Counts up = lift.today(30s);
  CHECK(up[Counter::runs] == 1);
  CHECK(up[Counter::runs_up] == 1);
  CHECK(up[Counter::runs_down] == 0);
  CHECK(up[Counter::running_ms] == 10'000);
  CHECK(up[Counter::distance_mm] == 9'000);
  CHECK(up.starts == std::map<int, std::int64_t>{{1, 1}});
  lift.run(40s, 2);
  const Counts both = lift.today(60s);
  CHECK(both[Counter::runs] == 2);
  CHECK(both[Counter::runs_down] == 1);
  CHECK(both[Counter::distance_mm] == 15'000);
  CHECK(both.starts == std::map<int, std::int64_t>{{1, 1}, {4, 1}});
}

TEST_CASE("a run under way is not counted yet") {
  Counted lift = parked_at_1();
  lift.set(10s, {{car_moving, 1}, {door_zone, 0}}).until(60s);
  CHECK(lift.today(60s)[Counter::runs] == 0);
  lift.set(70s, {{car_moving, 0}, {door_zone, 1}}).until(70'999ms);
  CHECK(lift.today(70'999ms)[Counter::runs] == 0);
  lift.until(71s);
  CHECK(lift.today(71s)[Counter::runs] == 1);
}

TEST_CASE("the statistics count the runs that the lift's state tells") {
  Counted lift = parked_at_1();
  for (int n = 0; n < 50; ++n) lift.run(Duration{n * 20s} + 10s, 2 - n % 2);
  const Counts counts = lift.today(1100s);
  CHECK(counts[Counter::runs] == lift.lift.car().motion().memory.completed_runs);
  CHECK(counts[Counter::running_ms] == lift.lift.car().motion().memory.running_time.count());
}

TEST_CASE("a short move within the zone is a relevelling, not a run") {
  Counted lift = parked_at_1();
  lift.set(10s, {{car_moving, 1}}).set(11s, {{car_moving, 0}}).until(20s);
  CHECK(lift.today(20s)[Counter::relevellings] == 1);
  CHECK(lift.today(20s)[Counter::runs] == 0);
  SECTION("a short move that leaves the zone is neither") {
    lift.set(30s, {{car_moving, 1}})
        .set(30'500ms, {{door_zone, 0}})
        .set(31s, {{door_zone, 1}})
        .set(32s, {{car_moving, 0}})
        .until(40s);
    CHECK(lift.today(40s)[Counter::relevellings] == 1);
    CHECK(lift.today(40s)[Counter::runs] == 0);
  }
  SECTION("the end of a run is none") {
    lift.run(30s, 2);
    CHECK(lift.today(50s)[Counter::relevellings] == 1);
  }
  SECTION("nor is one that nobody saw begin") {
    lift.lose(30s, car_moving).set(31s, {{car_moving, 0}}).until(40s);
    CHECK(lift.today(40s)[Counter::relevellings] == 1);
  }
}

TEST_CASE("without a position the way is the speed's") {
  Counted lift{car_speed, door_zone};
  lift.set(0s, {{car_speed, 0}, {door_zone, 1}});
  for (int second = 10; second < 20; ++second) lift.set(Duration{second * 1s}, {{car_speed, 1500}});
  lift.set(20s, {{car_speed, 0}}).until(30s);
  CHECK(lift.today(30s)[Counter::runs] == 1);
  CHECK(lift.today(30s)[Counter::distance_mm] == 15'000);
}

TEST_CASE("the direction is the way's, else what the controller announced") {
  Counted lift{car_moving, car_direction};
  lift.set(0s, {{car_moving, 0}, {car_direction, 0}});
  lift.set(10s, {{car_direction, 2}, {car_moving, 1}})
      .set(20s, {{car_direction, 0}, {car_moving, 0}})
      .until(30s);
  CHECK(lift.today(30s)[Counter::runs_down] == 1);
  CHECK(lift.today(30s)[Counter::runs_up] == 0);
}

TEST_CASE("a landing that the controller does not know is no start") {
  Counted lift{car_moving, floor};
  lift.set(0s, {{car_moving, 0}, {floor, 0}})
      .set(10s, {{car_moving, 1}})
      .set(20s, {{car_moving, 0}})
      .until(30s);
  CHECK(lift.today(30s)[Counter::runs] == 1);
  CHECK(lift.today(30s).starts.empty());
}

TEST_CASE("the rope bends as often as it is configured, with each run") {
  LiftFacts facts;
  facts.rope_bends_per_run = 3;
  Counted lift = parked_at_1(facts);
  lift.run(10s, 4).run(40s, 1);
  CHECK(lift.today(60s)[Counter::rope_bends] == 6);
  CHECK(lift.lift.today(at(60s)).told.test(static_cast<std::size_t>(Counter::rope_bends)));
  CHECK_FALSE(parked_at_1().lift.today(at(1s)).told.test(static_cast<std::size_t>(Counter::rope_bends)));
}

TEST_CASE("what no signal can tell is not told") {
  Counted lift{car_moving};
  const auto told = lift.lift.today(at(1s)).told;
  CHECK(told.test(static_cast<std::size_t>(Counter::runs)));
  for (const Counter counter : {Counter::runs_up, Counter::distance_mm, Counter::relevellings,
                                Counter::door_cycles, Counter::door_reopenings, Counter::brake_cycles})
    CHECK_FALSE(told.test(static_cast<std::size_t>(counter)));
}

}  // namespace liftbox::test
