#include <catch2/catch.hpp>
#include <numeric>

#include "tests/worn/ride.hpp"

namespace liftbox::worn::test {
namespace {

using enum Signal;

/// Of both arms, cycle by cycle, until the brake is commanded again.
struct SetTimes {
  std::array<std::vector<std::int64_t>, 2> arms;
};

SetTimes set_times(const Told& told) {
  SetTimes times;
  std::int64_t off_at = 0;
  for (const Sample& sample : told.samples) {
    if (sample.signal == brake_command && sample.value == 0) off_at = sample.t_ms;
    if (sample.value != 0 || sample.t_ms == 0) continue;
    if (sample.signal == brake_1_released) times.arms[0].push_back(sample.t_ms - off_at);
    if (sample.signal == brake_2_released) times.arms[1].push_back(sample.t_ms - off_at);
  }
  return times;
}

double mean(const std::vector<std::int64_t>& times, std::size_t from, std::size_t count) {
  const auto begin = times.begin() + static_cast<std::ptrdiff_t>(from);
  return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(count), 0.0) / static_cast<double>(count);
}

Setup busy(std::int64_t days) {
  Setup setup;
  setup.days = days;
  setup.maintenance = false;
  setup.building.rides_per_day = 700;
  return setup;
}

TEST_CASE("the times of a worn arm grow by a millisecond in 100 cycles, those of its fellow do not") {
  Setup setup = busy(4);
  setup.at.emplace_back(0, Incident::brake_wears);
  const SetTimes times = set_times(ride(setup, 1, one_day));
  std::array<double, 2> growth{};
  for (std::size_t arm = 0; arm < 2; ++arm) {
    const std::vector<std::int64_t>& all = times.arms.at(arm);
    constexpr std::size_t some = 200;
    REQUIRE(all.size() > 2000);
    const double later = mean(all, all.size() - some, some) - mean(all, 0, some);
    growth.at(arm) = later / static_cast<double>(all.size() - some) * 100;
  }
  std::sort(growth.begin(), growth.end());
  CHECK(growth[0] == Approx(0).margin(0.1));
  CHECK(growth[1] == Approx(1).margin(0.1));
}

TEST_CASE("of a plunger in sludge a cycle sticks now and then, more often with time") {
  Setup setup = busy(12);
  setup.at.emplace_back(0, Incident::brake_sticks);
  const SetTimes times = set_times(ride(setup, 2, one_day));
  int most_slow = 0;
  int fewest_slow = 1 << 20;
  for (const std::vector<std::int64_t>& arm : times.arms) {
    const double usual = mean(arm, 0, 100);
    const auto slow = static_cast<int>(std::count_if(
        arm.begin(), arm.end(), [&](std::int64_t ms) { return static_cast<double>(ms) > usual + 45; }));
    most_slow = std::max(most_slow, slow);
    fewest_slow = std::min(fewest_slow, slow);
  }
  const auto cycles = static_cast<int>(times.arms[0].size());
  CHECK(most_slow > cycles / 250);
  CHECK(fewest_slow < cycles / 1000);
}

}  // namespace
}  // namespace liftbox::worn::test
