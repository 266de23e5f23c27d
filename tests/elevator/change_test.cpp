#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

const std::vector<SourceBindings> wired{lines({door_zone, door_closed, presence}), bus({car_moving})};

/// A passenger gets in, the car leaves, and stands between two floors from 20 s on.
Bench trapped() {
  Bench bench{wired};
  bench.set(0s, {{door_zone, 1}, {door_closed, 0}, {presence, 1}, {car_moving, 0}});
  bench.set(5s, {{door_closed, 1}, {car_moving, 0}});
  bench.poll(6s, 19'500ms, 500ms, {{car_moving, 1}});
  bench.set(19'600ms, {{door_zone, 0}});
  bench.poll(20s, 40s, 500ms, {{car_moving, 0}});
  return bench;
}

}  // namespace

TEST_CASE("a hold goes on when a limit changes, and is judged by the new one") {
  Bench bench = trapped();
  Rules rules;
  rules.entrapment.outside_confirm = 50s;
  bench.change(40s, rules, wired, {"lines", "bus"});
  CHECK(bench.car().in_zone().no());
  bench.poll(40'500ms, 69'500ms, 500ms, {{car_moving, 0}});
  CHECK(bench.said() ==
        Said{"65000 entrapment suspected certain", "65000 stopped_outside_door_zone raised certain"});
  bench.set(70s, {{car_moving, 0}});
  CHECK(bench.said() == Said{"70000 entrapment confirmed certain"});
  CHECK(bench.entrapment().stopped == at(20s));
}

TEST_CASE("a limit that has passed already is judged at once") {
  Bench bench = trapped();
  Rules rules;
  rules.entrapment.outside_suspect = 10s;
  rules.entrapment.outside_confirm = 15s;
  bench.change(40s, rules, wired, {"lines", "bus"});
  CHECK(bench.said() == Said{"40000 entrapment confirmed certain"});
}

TEST_CASE("a brake that was told to release before a limit changed is judged by the new one") {
  const std::vector<SourceBindings> brake{lines({service_mode, car_moving, brake_command, brake_1_released})};
  Bench bench{brake};
  bench.set(0s, {{service_mode, 1}, {car_moving, 0}, {brake_command, 0}, {brake_1_released, 0}});
  bench.set(10s, {{brake_command, 1}});
  Rules rules;
  rules.brake.release_limit = 1500ms;
  bench.change(10'500ms, rules, brake, {"lines"});
  bench.until(11'499ms);
  CHECK(bench.said().empty());
  bench.until(11'500ms);
  CHECK(bench.said() == Said{"11500 brake_not_released raised certain"});
}

TEST_CASE("a source that is exchanged is unknown until it is read, and a hold outlasts that") {
  Bench bench = trapped();
  bench.change(40s, {}, wired, {"lines"});
  CHECK(bench.car().moving().unknown());
  CHECK(bench.car().in_zone().no());
  CHECK(bench.car().shut().yes());
  bench.poll(43s, 110s, 500ms, {{car_moving, 0}});
  CHECK(bench.said() == Said{"65000 entrapment suspected certain",
                             "65000 stopped_outside_door_zone raised certain",
                             "110000 entrapment confirmed certain"});
}

TEST_CASE("an open incident survives any change of the sources") {
  Bench bench = trapped();
  bench.poll(40'500ms, 110s, 500ms, {{car_moving, 0}});
  bench.said();
  bench.change(111s, {}, {lines({door_zone, door_closed})}, {});
  CHECK(bench.until(199s).said() == Said{"141000 source_lost raised certain"});
  bench.set(200s, {{door_zone, 1}, {door_closed, 0}});
  CHECK(bench.until(203s).said() == Said{"200000 stopped_outside_door_zone cleared certain",
                                         "200000 source_lost cleared certain",
                                         "202000 entrapment released certain"});
}

TEST_CASE("a source that is taken out of the configuration is no longer lost") {
  Bench bench{wired};
  bench.set(0s, {{door_zone, 1}, {door_closed, 1}});
  CHECK(bench.until(40s).said() == Said{"30000 source_lost raised certain"});
  bench.change(41s, {}, {wired.front()}, {"lines"});
  CHECK(bench.said() == Said{"41000 source_lost cleared certain"});
}
