#include <catch2/catch.hpp>

#include "tests/elevator/kept_memory.hpp"

namespace liftbox::test {
namespace {

constexpr Duration week = 7 * 24h;

/// Runs of 10 s, one each interval; the last ends at `end`, and is known to have ended a second later.
void run(Bench& lift, int runs, Duration interval, Duration end) {
  for (int left = runs - 1; left >= 0; --left)
    lift.set(end - left * interval - 10s, {{car_moving, 1}}).set(end - left * interval, {{car_moving, 0}});
  lift.until(end + 1s);
}

}  // namespace

TEST_CASE("a lift in use is out of use when it has not run for a day") {
  Bench lift{service_mode, car_moving};
  lift.set(0s, {{service_mode, 1}, {car_moving, 0}});
  run(lift, 168, 1h, week);
  lift.until(week + 24h - 1ms);
  CHECK(lift.said().empty());
  lift.until(week + 24h);
  CHECK(lift.said() == Said{"691200000 prolonged_outage raised certain"});

  SECTION("until it has completed a run") {
    run(lift, 1, 1h, week + 30h);
    CHECK(lift.said() == Said{"712801000 prolonged_outage cleared certain"});
  }
  SECTION("a bus that falls silent clears nothing") {
    lift.lose(week + 25h, {car_moving}).until(week + 48h);
    CHECK(lift.said().empty());
  }
}

TEST_CASE("a lift that is seldom used may rest for a day") {
  Bench lift{service_mode, car_moving};
  lift.set(0s, {{service_mode, 1}, {car_moving, 0}});
  SECTION("a run less than one an hour") {
    run(lift, 167, 1h, week);
  }
  SECTION("busy once, but not in the week before its last run") {
    run(lift, 200, 10min, week);
    run(lift, 15, 12h, 2 * week + 12h);
  }
  lift.until(3 * week);
  CHECK(lift.said().empty());
}

TEST_CASE("the day of rest is timed anew after inspection and after a silence, which may hide a run") {
  Bench lift{service_mode, car_moving};
  lift.set(0s, {{service_mode, 1}, {car_moving, 0}});
  run(lift, 168, 30min, week);
  SECTION("inspection") {
    lift.set(week + 10h, {{service_mode, 2}}).set(week + 30h, {{service_mode, 1}}).until(week + 54h - 1ms);
    CHECK(lift.said() ==
          Said{"640801000 mode_inspection noted certain", "641100000 maintenance_started noted certain",
               "712801000 mode_normal noted certain", "714600000 maintenance_ended noted certain"});
  }
  SECTION("a silence") {
    lift.lose(week + 10h, {car_moving}).set(week + 30h, {{car_moving, 0}}).until(week + 54h - 1ms);
    CHECK(lift.said().empty());
  }
  lift.until(week + 54h);
  CHECK(lift.said() == Said{"799200000 prolonged_outage raised certain"});
}

TEST_CASE("a week of runs outlives a restart of the box") {
  const auto bench = [](Moment start) { return Bench{{lines({car_moving})}, {}, {}, start}; };
  Bench before = bench({});
  before.set(0s, {{car_moving, 0}});
  run(before, 167, 1h, week - 1h);
  const MemoryAnchor then{"first boot", at(week - 30min), 1'000'000'000, true};
  const std::string memory = saved(before, then);
  CHECK(memory.size() < 10'000);
  // Another boot, ten minutes later by the wall.
  const MemoryAnchor now{"second boot", at(1min), 1'000'600'000, true};
  Bench after = bench(at(1min));
  Journal journal{{"box", ""}, {}, {}};
  restore_memory(memory, after.lift, journal, now);
  after.set(1min, {{car_moving, 0}});
  run(after, 1, 1h, 21min);
  after.until(21min + 24h);
  CHECK(after.said() == Said{"87660000 prolonged_outage raised certain"});
}

}  // namespace liftbox::test
