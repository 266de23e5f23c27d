#include <catch2/catch.hpp>
#include <set>

#include "drivers/simulated/lift/brake.hpp"

using namespace liftbox::simulated;

namespace {

/// How long each arm takes to follow the coil.
std::array<Time, Brake::arms> follow(Brake& brake, bool on, Time& now) {
  std::array<Time, Brake::arms> took{};
  const Time began = now;
  brake.energise(on, now);
  while (now - began < 1s) {
    brake.step(now += one_step);
    for (std::size_t arm = 0; arm < Brake::arms; ++arm)
      if (took.at(arm) == 0ms && brake.released(arm) == on) took.at(arm) = now - began;
  }
  return took;
}

}  // namespace

TEST_CASE("both arms follow the coil within their times, a little different each time") {
  Brake brake{7};
  Time now{};
  std::set<Time> times;
  for (int cycle = 0; cycle < 100; ++cycle) {
    const auto released = follow(brake, true, now);
    const auto set = follow(brake, false, now);
    for (std::size_t arm = 0; arm < Brake::arms; ++arm) {
      CHECK(std::chrono::abs(released.at(arm) - Brake::release_time.at(arm)) <= Brake::most_scatter);
      CHECK(std::chrono::abs(set.at(arm) - Brake::set_time.at(arm)) <= Brake::most_scatter);
    }
    times.insert(set[0]);
  }
  CHECK(times.size() > 10);
}

TEST_CASE("an arm is stuck from its next movement into that position on") {
  Brake brake{1};
  Time now{};
  brake.stick(0, true);
  CHECK(brake.arms_set() == 2);
  follow(brake, true, now);
  CHECK(brake.all_released());
  follow(brake, false, now);
  CHECK(brake.released(0));
  CHECK_FALSE(brake.released(1));

  SECTION("until it is mended") {
    brake.mend(now);
    brake.step(now += one_step);
    CHECK(brake.arms_set() == 2);
  }
}

TEST_CASE("an arm that is stuck set is not released") {
  Brake brake{1};
  Time now{};
  brake.stick(1, false);
  follow(brake, true, now);
  CHECK(brake.released(0));
  CHECK_FALSE(brake.released(1));
}
