#include "agent/elevator/zone.hpp"

#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// Stopped at 20 s, where the zone's switch still reads as it did between the landings.
Bench stopped(std::initializer_list<Signal> besides = {}) {
  std::vector<SourceBindings> sources{lines({door_zone, door_closed, brake_1_released}),
                                      bus({car_moving, Signal::floor})};
  for (const Signal signal : besides) sources.push_back(bus({signal}));
  Bench bench{sources};
  bench.set(0s,
            {{car_moving, 1}, {Signal::floor, 3}, {door_zone, 0}, {door_closed, 1}, {brake_1_released, 1}});
  bench.poll(500ms, 20s, 500ms, {{car_moving, 1}, {Signal::floor, 3}});
  bench.set(20'200ms, {{brake_1_released, 0}});
  bench.poll(20'500ms, 21s, 500ms, {{car_moving, 0}, {Signal::floor, 3}});
  return bench;
}

Bench& says(Bench& bench, Duration time, Value command) {
  return bench.set(time, {{car_moving, 0}, {Signal::floor, 3}, {door_open_command, command}});
}

Kleene in_zone(const Bench& bench) {
  return bench.lift.car().in_zone().is;
}

}  // namespace

TEST_CASE("a door that opens on command just after the stop is at a landing") {
  Bench bench = stopped({door_open_command});
  bench.set(21'100ms, {{door_closed, 0}});
  CHECK(in_zone(bench) == Kleene::unknown);  // the command is read half a second later
  says(bench, 21'500ms, 1);
  CHECK(in_zone(bench) == Kleene::yes);
  bench.set(22s, {{door_closed, 1}});
  CHECK(in_zone(bench) == Kleene::yes);

  SECTION("until the car moves") {
    bench.set(25s, {{car_moving, 1}});
    CHECK(in_zone(bench) == Kleene::unknown);
    bench.set(30s, {{car_moving, 0}});
    CHECK(in_zone(bench) == Kleene::unknown);
  }
  SECTION("until the switch tells something") {
    bench.set(25s, {{door_zone, 1}});
    CHECK(in_zone(bench) == Kleene::yes);
    bench.set(26s, {{door_zone, 0}});
    CHECK(in_zone(bench) == Kleene::no);
  }
}

TEST_CASE("a door that opens without a command is pushed open") {
  Bench bench = stopped({door_open_command});
  bench.set(21'100ms, {{door_closed, 0}});
  says(bench, 21'500ms, 0);
  CHECK(in_zone(bench) == Kleene::no);
}

TEST_CASE("a door that opens ten seconds after the stop is no landing") {
  const Duration late = GENERATE(10'200ms, 10'201ms);
  Bench bench = stopped({door_open_command});
  says(bench, 21s, 1);
  bench.set(20s + late, {{door_closed, 0}});
  CHECK(in_zone(bench) == (late == 10'200ms ? Kleene::yes : Kleene::no));
}

TEST_CASE("where nothing tells of the command, the switch is believed") {
  Bench bench = stopped();
  bench.set(21'100ms, {{door_closed, 0}});
  CHECK(in_zone(bench) == Kleene::no);
}

TEST_CASE("a switch that changed since the stop is believed") {
  Bench bench = stopped({door_open_command});
  bench.set(20'800ms, {{door_zone, 1}});
  says(bench, 21s, 1);
  bench.set(21'100ms, {{door_closed, 0}});
  bench.set(22s, {{door_zone, 0}});  // it leaves with its door open
  CHECK(in_zone(bench) == Kleene::no);
}

TEST_CASE("a zone that three landings did not change is doubted, whatever it says") {
  const Value told = GENERATE(0, 1);
  Bench bench{std::vector{lines({door_zone, door_closed}), bus({car_moving, Signal::floor})}};
  bench.set(0s, {{car_moving, 1}, {Signal::floor, 1}, {door_zone, told}, {door_closed, 1}});
  bench.set(3s, {{car_moving, 1}, {Signal::floor, 2}});
  bench.set(6s, {{car_moving, 1}, {Signal::floor, 3}});
  CHECK(in_zone(bench) == kleene(told != 0));
  bench.set(9s, {{car_moving, 1}, {Signal::floor, 4}});
  CHECK(in_zone(bench) == Kleene::unknown);
  bench.set(12s, {{car_moving, 0}, {Signal::floor, 4}});
  CHECK(in_zone(bench) == Kleene::unknown);
  CHECK(bench.lift.car().zone_doubted());
}
