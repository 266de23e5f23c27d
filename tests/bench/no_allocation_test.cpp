#include <catch2/catch.hpp>
#include <map>

#include "tests/bench/heap.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

/// A lift with everything wired: half of it on lines, half on the bus.
std::vector<SourceBindings> whole_lift() {
  return {lines({door_zone, door_closed, door_open, door_locked, brake_command, brake_1_released,
                 brake_2_released, presence, alarm_button, mains_power, limit_top, limit_bottom}),
          bus({service_mode, car_moving, car_direction, car_speed, car_position, floor, door_obstructed,
               door_open_command, door_close_command, run_contactor, safety_chain, controller_fault, load_kg,
               car_call})};
}

std::vector<Reading> read_all(const std::vector<SourceBindings>& sources, Duration time,
                              const std::map<Signal, Value>& values) {
  std::vector<Reading> readings;
  for (const SourceBindings& source : sources)
    for (const Binding& binding : source.bindings) {
      const auto value = values.find(binding.signal);
      readings.push_back({binding.signal, value == values.end() ? 0 : value->second, at(time)});
    }
  return readings;
}

const std::map<Signal, Value> parked{{service_mode, 1}, {floor, 3},        {door_zone, 1},  {door_closed, 1},
                                     {door_locked, 1},  {safety_chain, 1}, {mains_power, 1}};

/// By polls that find everything as it was.
std::int64_t allocations_of(Lift& lift, const std::vector<SourceBindings>& sources, Duration from,
                            Duration until, const std::map<Signal, Value>& values) {
  std::int64_t allocations = 0;
  for (Duration time = from; time < until; time += 500ms) {
    const std::vector<Reading> readings = read_all(sources, time, values);
    const std::int64_t before = Heap::now().allocations;
    lift.apply(readings);
    allocations += Heap::now().allocations - before;
  }
  return allocations;
}

}  // namespace

TEST_CASE("a reading that changes nothing costs no allocation") {
  const std::vector<SourceBindings> sources = whole_lift();
  LiftFacts facts;
  facts.rated_speed_mm_s = 1750;
  facts.landings = 12;
  Lift lift{{}, facts, sources, {}};
  auto values = parked;

  SECTION("while the lift is parked") {}
  SECTION("while somebody stands in the open door") {
    values[door_closed] = 0;
    values[door_locked] = 0;
    values[door_open] = 1;
    values[presence] = 1;
    values[load_kg] = 70;
  }
  SECTION("while it runs") {
    for (const Signal on : {car_moving, run_contactor, brake_command, brake_1_released, brake_2_released})
      values[on] = 1;
    values[car_speed] = 1750;
    values[door_zone] = 0;
  }
  SECTION("while it runs and a brake arm drags") {
    for (const Signal on : {car_moving, run_contactor, brake_command, brake_1_released}) values[on] = 1;
    values[door_zone] = 0;
  }
  SECTION("while people are trapped, and the alarm is out") {
    values[door_zone] = 0;
    values[alarm_button] = 1;
    values[controller_fault] = 7;
  }
  allocations_of(lift, sources, 0s, 10min, values);
  CHECK(allocations_of(lift, sources, 10min, 12min, values) == 0);
}

TEST_CASE("the heap is counted") {
  const Heap before = Heap::now();
  {
    const std::vector<int> some(1000);
    CHECK(Heap::now().allocations == before.allocations + 1);
    CHECK(Heap::now().bytes >= before.bytes + 4000);
  }
  CHECK(Heap::now().bytes == before.bytes);
}

}  // namespace liftbox::test
