#include <catch2/catch.hpp>

#include "agent/elevator/statistics/histogram.hpp"

namespace liftbox::test {

using namespace std::chrono_literals;

TEST_CASE("nothing timed has no median") {
  CHECK(Histogram{}.times() == 0);
  CHECK_FALSE(Histogram{}.percentile(50));
}

TEST_CASE("a brake time is told within a sixteenth, whatever its length") {
  for (const std::int64_t ms : {0, 1, 17, 31, 32, 100, 180, 181, 500, 1000, 3700, 86'400'000}) {
    Histogram one;
    one.count(Duration{ms});
    INFO(ms << " ms");
    const std::int64_t told = one.percentile(50).value().count();
    CHECK(std::abs(told - ms) <= ms / 16);
  }
}

TEST_CASE("median and 95th percentile are those of the sorted times") {
  Histogram times;
  for (int ms = 1; ms <= 20; ++ms) times.count(Duration{ms});
  CHECK(times.percentile(50) == Duration{10});
  CHECK(times.percentile(95) == Duration{19});
  CHECK(times.percentile(100) == Duration{20});
}

TEST_CASE("two halves of a day add up to the day") {
  Histogram morning;
  Histogram evening;
  Histogram day;
  for (int ms = 100; ms < 3000; ms += 7) {
    (ms % 2 == 0 ? morning : evening).count(Duration{ms});
    day.count(Duration{ms});
  }
  morning.add(evening);
  CHECK(morning == day);
}

TEST_CASE("what was never so long, or went back in time, has its class too, and room is bounded") {
  Histogram times;
  times.count(-5s);
  times.count(240h);
  CHECK(times.classes.begin()->first == 0);
  CHECK(times.percentile(100).value() <= 25h);
  for (int ms = 0; ms < 86'400'000; ms += 997) times.count(Duration{ms});
  CHECK(times.classes.size() < 400);
}

}  // namespace liftbox::test
