#include <catch2/catch.hpp>

#include "tests/statistics/counted.hpp"

namespace liftbox::test {
namespace {

Counted standing() {
  Counted lift{service_mode, mains_power, brake_command, brake_1_released, brake_2_released};
  lift.set(0s, {{service_mode, 1},
                {mains_power, 1},
                {brake_command, 0},
                {brake_1_released, 0},
                {brake_2_released, 0}});
  return lift;
}

Duration median(const Counts& counts, Timing timing) {
  return counts[timing].percentile(50).value();
}

}  // namespace

TEST_CASE("each arm's release and set times are measured from the command") {
  Counted lift = standing();
  lift.set(10s, {{brake_command, 1}})
      .set(10'020ms, {{brake_1_released, 1}})
      .set(10'028ms, {{brake_2_released, 1}});
  lift.set(20s, {{brake_command, 0}})
      .set(20'010ms, {{brake_2_released, 0}})
      .set(20'015ms, {{brake_1_released, 0}});
  const Counts counts = lift.today(30s);
  CHECK(counts[Counter::brake_cycles] == 1);
  CHECK(median(counts, Timing::brake_1_release) == 20ms);
  CHECK(median(counts, Timing::brake_2_release) == 28ms);
  CHECK(median(counts, Timing::brake_1_set) == 15ms);
  CHECK(median(counts, Timing::brake_2_set) == 10ms);
}

TEST_CASE("a brake opened by hand is counted, not timed") {
  Counted lift = standing();
  const auto [signal, value] = GENERATE(std::pair{service_mode, 2}, std::pair{mains_power, 0});
  lift.set(5s, {{signal, value}});
  lift.set(10s, {{brake_command, 1}}).set(10'020ms, {{brake_1_released, 1}});
  CHECK(lift.today(30s)[Counter::brake_cycles] == 1);
  CHECK(lift.today(30s)[Timing::brake_1_release].times() == 0);
}

TEST_CASE("an arm that stood released before the command has no time, one that answers late has") {
  Counted lift = standing();
  lift.set(5s, {{brake_1_released, 1}});
  lift.set(10s, {{brake_command, 1}}).set(14s, {{brake_2_released, 1}});
  const Counts counts = lift.today(30s);
  CHECK(counts[Timing::brake_1_release].times() == 0);
  CHECK(median(counts, Timing::brake_2_release) >= 3'800ms);
}

TEST_CASE("a poll is no edge: cycles are counted, times are not told") {
  Lift lift{{}, {}, std::vector{bus({brake_command, brake_1_released})}, Moment{}};
  for (const auto& [time, command, arm] :
       {std::tuple{0s, 0, 0}, std::tuple{1s, 1, 0}, std::tuple{2s, 1, 1}, std::tuple{3s, 0, 0}})
    lift.apply(std::vector<Reading>{{brake_command, command, at(time)}, {brake_1_released, arm, at(time)}});
  CHECK(lift.today(at(4s)).counts[Counter::brake_cycles] == 1);
  CHECK(lift.today(at(4s)).counts[Timing::brake_1_release].times() == 0);
}

TEST_CASE("without the command the first arm counts the cycles") {
  Counted lift{brake_1_released};
  lift.set(0s, {{brake_1_released, 0}}).set(10s, {{brake_1_released, 1}}).set(20s, {{brake_1_released, 0}});
  CHECK(lift.today(30s)[Counter::brake_cycles] == 1);
  CHECK(lift.today(30s)[Timing::brake_1_release].times() == 0);
}

}  // namespace liftbox::test
