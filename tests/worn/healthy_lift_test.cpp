#include <catch2/catch.hpp>
#include <cmath>

#include "tests/worn/ride.hpp"

// Readings by the ten thousand: each is judged by a plain comparison, and what was wrong is counted.
namespace liftbox::worn::test {
namespace {

using enum Signal;

TEST_CASE("a healthy car moves only shut, locked and with both arms released") {
  Picture lift;
  int runs = 0;
  int wrong = 0;
  for (const Sample& sample : ride(all_on_wires(2), 1, one_day).samples) {
    lift.see(sample);
    if (lift[car_moving] == 0) continue;
    runs += sample.signal == car_moving;
    for (const Signal needed : {door_closed, door_locked, safety_chain, run_contactor, brake_command,
                                brake_1_released, brake_2_released})
      wrong += lift[needed] != 1;
  }
  CHECK(wrong == 0);
  CHECK(runs > 200);
}

TEST_CASE("a healthy car stops in the zone, and its floor never jumps") {
  Picture lift;
  std::int32_t floor_before = 1;
  int jumps = 0;
  int stops_outside = 0;
  for (const Sample& sample : ride(all_on_wires(2), 2, one_day).samples) {
    lift.see(sample);
    if (sample.signal == floor) {
      jumps += std::abs(sample.value - floor_before) > 1;
      floor_before = sample.value;
    }
    if (sample.t_ms > 0 && sample.signal == car_moving && sample.value == 0)
      stops_outside += lift[door_zone] == 0;
  }
  CHECK(jumps == 0);
  CHECK(stops_outside == 0);
}

TEST_CASE("the height of the car never changes faster than its rated speed") {
  const Setup setup = all_on_wires(2);
  std::int64_t before_ms = 0;
  std::int32_t before_mm = 0;
  int too_fast = 0;
  for (const Sample& sample : ride(setup, 3, one_day).samples) {
    if (sample.signal != car_position) continue;
    const auto most = static_cast<double>((sample.t_ms - before_ms) * setup.building.rated_speed_mm_s) / 1000;
    too_fast += std::abs(sample.value - before_mm) > most + 2;
    before_ms = sample.t_ms;
    before_mm = sample.value;
  }
  CHECK(before_ms > 0);
  CHECK(too_fast == 0);
}

TEST_CASE("who enters a healthy lift leaves it: at night it is empty") {
  Setup setup = all_on_wires(3);
  setup.building.traffic = Traffic::office;
  Picture lift;
  int nights = 0;
  for (const Sample& sample : ride(setup, 4, one_day).samples) {
    constexpr std::int64_t two_at_night = 2 * 3600 * std::int64_t{1000};
    if (sample.t_ms > nights * one_day + two_at_night) {
      ++nights;
      CHECK(lift[load_kg] == 0);
      CHECK(lift[door_closed] == 1);
    }
    lift.see(sample);
  }
  CHECK(nights == 3);
}

}  // namespace
}  // namespace liftbox::worn::test
