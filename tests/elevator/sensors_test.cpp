#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

/// From landing to landing in 10 s, with a brake of two arms and a door that opens at the end. What is stuck
/// stays as it is.
struct Day {
  Bench lift;
  std::vector<Signal> stuck;
  Duration now = 0s;

  void set(Duration time, Signal signal, Value value) {
    if (std::find(stuck.begin(), stuck.end(), signal) == stuck.end()) lift.set(time, {{signal, value}});
  }
  void run(int times) {
    for (int i = 0; i < times; ++i, now += 30s) {
      set(now, door_open, 0);
      set(now + 2s, door_closed, 1);
      set(now + 3s, brake_1_released, 1);
      set(now + 3s, brake_2_released, 1);
      set(now + 4s, car_moving, 1);
      set(now + 5s, door_zone, 0);
      set(now + 13s, door_zone, 1);
      set(now + 14s, car_moving, 0);
      set(now + 14s, brake_1_released, 0);
      set(now + 14s, brake_2_released, 0);
      set(now + 16s, car_call, 1);
      set(now + 17s, car_call, 0);
      set(now + 18s, door_closed, 0);
      set(now + 19s, presence, 1);
      set(now + 20s, door_open, 1);
      set(now + 21s, presence, 0);
      lift.until(now + 29s);
    }
  }
  /// Sensors that are stuck.
  std::vector<std::string> stuck_sensors() {
    std::vector<std::string> names;
    lift.lift.visit_memory([&](std::string_view, auto& memory) {
      if constexpr (requires { memory.watches; })
        for (std::size_t i = 0; i < memory.watches.size(); ++i)
          if (memory.watches[i].stuck) names.emplace_back(name(SensorStuck::watched[i]));
    });
    return names;
  }
};

Day day(std::initializer_list<Signal> stuck, Duration start = 0s) {
  Day day{Bench{car_moving, door_zone, door_closed, door_open, presence, car_call, brake_1_released,
                brake_2_released},
          stuck, start};
  day.lift.set(start, {{car_moving, 0},
                       {door_zone, 1},
                       {door_closed, 1},
                       {door_open, 0},
                       {presence, 0},
                       {car_call, 0},
                       {brake_1_released, 0},
                       {brake_2_released, 0}});
  day.now += 10s;
  return day;
}

}  // namespace

TEST_CASE("a switch that does not change in 50 runs while its fellow does is stuck") {
  const Signal signal = GENERATE(door_closed, door_open, brake_2_released);
  Day one = day({signal});
  one.run(49);
  CHECK(one.stuck_sensors().empty());
  one.lift.said();
  one.run(1);
  CHECK(one.stuck_sensors() == std::vector{std::string{name(signal)}});
  CHECK(one.lift.said() == Said{"1495000 sensor_stuck raised certain"});

  one.stuck.clear();
  one.run(1);
  CHECK(one.stuck_sensors().empty());
  CHECK(one.lift.said().front().ends_with("sensor_stuck cleared certain"));
}

TEST_CASE("a healthy lift has no stuck sensor, and one that nobody reads is not stuck") {
  Day one = day({});
  SECTION("two hundred runs") {
    one.run(200);
  }
  SECTION("a silence every 40 runs") {
    one.stuck = {door_open};
    for (int i = 0; i < 4; ++i) {
      one.run(40);
      one.lift.lose(one.now, {door_open}).set(one.now + 100ms, {{door_open, 1}});
    }
  }
  SECTION("no door moves, and no fellow tells otherwise") {
    one.stuck = {door_open, door_closed};
    one.run(60);
  }
  CHECK(one.stuck_sensors().empty());
}

TEST_CASE("a zone that does not change in 10 runs is stuck, and what rests on it is of low confidence") {
  Day one = day({});
  one.lift.set(5s, {{door_zone, 0}});
  one.stuck = {door_zone};
  one.run(9);
  CHECK(one.lift.said().empty());
  one.run(1);
  CHECK(one.stuck_sensors() == std::vector<std::string>{"door_zone"});
  one.lift.said();
  one.lift.until(one.now + 60s);
  const Said said = one.lift.said();
  CHECK(std::any_of(said.begin(), said.end(),
                    [](const auto& line) { return line.ends_with("stopped_outside_door_zone raised low"); }));
  CHECK(std::none_of(said.begin(), said.end(), [](const auto& line) { return line.ends_with("certain"); }));
}

TEST_CASE("a presence sensor that sees nobody over 50 openings with a call is stuck") {
  Day one = day({presence});
  one.run(49);
  CHECK(one.lift.said().empty());
  one.run(1);
  CHECK(one.stuck_sensors() == std::vector<std::string>{"presence"});
}

TEST_CASE("presence is not stuck where nobody called") {
  Day one = day({presence, car_call});
  one.run(120);
  CHECK(one.stuck_sensors().empty());
}

TEST_CASE("three floors without a door zone are a conflict, if every edge of the zone is read") {
  const bool polled = GENERATE(false, true);
  const SourceBindings zone = polled ? SourceBindings{"bus", {{door_zone, Arrival::polled, 500ms}}}
                                     : SourceBindings{"bus", {{door_zone, Arrival::edges, {}}}};
  Bench lift{{lines({car_moving, floor}), zone}};
  lift.set(0s, {{car_moving, 0}, {floor, 1}, {door_zone, 1}})
      .set(1s, {{car_moving, 1}})
      .set(2s, {{door_zone, 0}})
      .set(4s, {{floor, 2}, {door_zone, 0}})
      .set(6s, {{floor, 3}, {door_zone, 0}})
      .until(7s);
  CHECK(lift.said().empty());
  lift.set(8s, {{floor, 4}, {door_zone, 0}});
  CHECK(lift.said() == (polled ? Said{} : Said{"8000 sensor_conflict raised certain"}));
}

TEST_CASE("more than 20 raw edges of a line within a second bounce") {
  Bench lift{door_closed, door_zone};
  lift.set(0s, {{door_closed, 1}, {door_zone, 1}});
  lift.bounce(10'000ms, door_closed, 1, 10).bounce(10'999ms, door_closed, 1, 10);
  lift.bounce(10'999ms, door_zone, 1, 1).until(11s);
  CHECK(lift.said().empty());
  SECTION("21 do") {
    lift.bounce(11'500ms, door_closed, 1, 11);
    CHECK(lift.said() == Said{"11500 sensor_bouncing raised certain"});
    lift.bounce(20s, door_closed, 1, 21).until(79'999ms);
    CHECK(lift.said().empty());
    lift.until(80s);
    CHECK(lift.said() == Said{"80000 sensor_bouncing cleared certain"});
  }
  SECTION("not beyond the second") {
    lift.bounce(11'999ms, door_closed, 1, 20).until(30s);
    CHECK(lift.said().empty());
  }
  SECTION("nor edges that were counted before the configuration changed") {
    lift.change(11'100ms, {}, {lines({door_closed, door_zone})}, {"lines"}).until(30s);
    CHECK(lift.said().empty());
  }
}

TEST_CASE("what two sensors tell is not of low confidence while one of them is suspect") {
  Bench lift{service_mode, door_closed, rear_door_closed, door_zone, car_moving, safety_chain};
  lift.set(0s, {{service_mode, 1},
                {door_closed, 1},
                {rear_door_closed, 1},
                {door_zone, 0},
                {car_moving, 1},
                {safety_chain, 1}});
  lift.bounce(1s, safety_chain, 1, 30).bounce(1s, door_closed, 1, 30);
  CHECK(lift.said() == Said{"1000 sensor_bouncing raised certain", "1000 sensor_bouncing raised certain"});
  lift.set(10s, {{safety_chain, 0}}).until(12s);
  CHECK(lift.said() == Said{"10200 safety_chain_open raised low"});
  lift.set(20s, {{door_closed, 0}}).until(21s);
  CHECK(lift.said() == Said{"20200 door_open_while_moving raised certain"});
}

}  // namespace liftbox::test
