#include <catch2/catch.hpp>

#include "tests/eval/dues_clock.hpp"
#include "tests/eval/wall_clock.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;

worn::Truth jump(std::int64_t t_ms, std::int64_t seconds) {
  return {"clock_stepped", "", t_ms, t_ms, {{"seconds", seconds}}};
}

std::vector<Duration> jumps_due(const std::vector<worn::Truth>& truths) {
  std::vector<Duration> found;
  for (const Due& one : clock_dues(truths)) found.push_back(one.at.time_since_epoch());
  return found;
}

}  // namespace

TEST_CASE("a clock that jumps far enough is due at the next full minute") {
  CHECK(jumps_due({jump(61'000, 10)}) == std::vector<Duration>{2min});
  CHECK(jumps_due({jump(61'000, -10)}) == std::vector<Duration>{2min});
  CHECK(jumps_due({jump(61'000, 9)}).empty());
  CHECK(jumps_due({jump(61'000, 40), jump(62'000, -35)}).empty());
}

TEST_CASE("the box's clock is looked at once it has jumped, and not before the next minute") {
  WallClock clock{worn::Setup{}};
  const std::int64_t began = clock.shows(Moment{}).wall_ms;
  const worn::Sample jumps{61'000, 40, worn::Signal::clock_step_s, true};
  CHECK(clock.looks({}, Moment{1min}).empty());
  CHECK(clock.looks(std::vector{jumps}, Moment{90s}).empty());
  const std::vector<WallTold> looks = clock.looks({}, Moment{1h});
  REQUIRE(looks.size() == 1);
  CHECK(looks.front().at == Moment{2min});
  CHECK(looks.front().wall_ms == began + 160'000);
  CHECK(clock.looks({}, Moment{2h}).empty());
}

}  // namespace liftbox::eval
