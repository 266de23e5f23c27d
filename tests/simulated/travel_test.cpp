#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "drivers/simulated/lift/motion.hpp"
#include "drivers/simulated/lift/travel.hpp"

using namespace liftbox::simulated;

TEST_CASE("a journey keeps to the limits of its drive") {
  const double way = GENERATE(1.0, 50.0, 400.0, 3000.0, -3000.0, 6000.0, 21000.0);
  const DriveLimits limits;
  const Travel travel{way, limits};
  constexpr double step = 0.001;
  double speed = 0;
  double acceleration = 0;
  double jerk = 0;
  double backwards = 0;
  Travel::Point before;
  for (double t = step; t < travel.duration() + 0.1; t += step) {
    const Travel::Point point = travel.at(t);
    speed = std::max(speed, std::abs(point.speed));
    acceleration = std::max(acceleration, std::abs(point.acceleration));
    jerk = std::max(jerk, std::abs(point.acceleration - before.acceleration) / step);
    backwards = std::max(backwards, (before.distance - point.distance) * std::copysign(1.0, way));
    before = point;
  }
  CAPTURE(way);
  CHECK(speed <= limits.speed + 1e-6);
  CHECK(acceleration <= limits.acceleration + 1e-6);
  CHECK(jerk <= limits.jerk + 1e-3);
  CHECK(backwards <= 1e-9);
  CHECK(before.distance == way);
  CHECK(before.speed == 0);
}

TEST_CASE("a long journey reaches rated speed, a short one does not") {
  const DriveLimits limits;
  CHECK(Travel(21000, limits).at(Travel(21000, limits).duration() / 2).speed == Approx(1750));
  CHECK(Travel(3000, limits).at(Travel(3000, limits).duration() / 2).speed < 1400);
}

TEST_CASE("a journey of seven floors takes the way, the speed and the ramps") {
  CHECK(Travel(21000, {}).duration() == Approx(21000.0 / 1750 + 1750.0 / 1000 + 1000.0 / 1200));
}

TEST_CASE("a journey to where the car stands is over at once") {
  CHECK(Travel(0, {}).duration() == 0);
}

TEST_CASE("a driven car stops exactly at the landing") {
  const Shaft shaft;
  Motion motion{shaft};
  motion.drive_to(shaft.height_of(6), {}, 0ms);
  Time now{};
  while (!motion.standing()) motion.step(now += one_step, 0);
  CHECK(motion.height() == 15000);
  CHECK(motion.speed() == 0);
}

TEST_CASE("a car without power rolls until the arms hold it") {
  const Shaft shaft;
  Motion motion{shaft};
  motion.drive_to(shaft.top(), {}, 0ms);
  Time now{};
  while (now < 5s) motion.step(now += one_step, 0);
  REQUIRE(motion.speed() == Approx(1750));
  const double expected = motion.rest_after_power_cut(190ms);
  motion.cut_power();
  CHECK(motion.rolling());

  SECTION("no arm yet: it keeps its speed") {
    motion.step(now += one_step, 0);
    CHECK(motion.speed() == Approx(1750));
  }
  SECTION("where it comes to rest can be told before") {
    const Time cut = now;
    while (!motion.standing()) motion.step(now += one_step, now - cut < 190ms ? 0 : 2);
    CHECK(motion.height() == Approx(expected).margin(5));
  }
  SECTION("one arm alone holds it too, later") {
    while (!motion.standing()) motion.step(now += one_step, 1);
    CHECK(motion.height() > expected);
  }
  SECTION("no arm ever: the buffer stops it") {
    for (int i = 0; i < 60'000; ++i) motion.step(now += one_step, 0);
    CHECK(motion.standing());
    CHECK(motion.height() == shaft.top() + Shaft::buffer);
    CHECK(shaft.at_top_limit(motion.height()));
  }
}

TEST_CASE("the unlocking zone reaches 200 mm above and below each landing") {
  const Shaft shaft;
  for (int landing = 1; landing <= shaft.landings; ++landing) {
    const double level = shaft.height_of(landing);
    CHECK(shaft.in_zone(level + 200));
    CHECK(shaft.in_zone(level - 200));
    CHECK_FALSE(shaft.in_zone(level + 201));
    CHECK_FALSE(shaft.in_zone(level - 201));
    CHECK(shaft.nearest_landing(level + 1400) == landing);
  }
}
