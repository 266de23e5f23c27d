#include <catch2/catch.hpp>

#include "tests/eval/dues_box.hpp"
#include "tests/eval/inspection.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;

worn::Setup of_days(std::int64_t days) {
  worn::Setup setup;
  setup.days = days;
  return setup;
}

std::vector<Duration> box_due(EventType type, const worn::Setup& setup,
                              const std::vector<worn::Truth>& truths = {}) {
  std::vector<Duration> found;
  for (const Due& one : box_dues(setup, truths))
    if (one.type == type && one.at != never) found.push_back(one.at.time_since_epoch());
  return found;
}

worn::Truth clock_jumps(Duration at, Duration by) {
  return {"clock_stepped", "", at.count(), at.count(), {{"seconds", by.count() / 1000}}};
}

}  // namespace

TEST_CASE("a battery is low after a minute, as late as its converter may be off") {
  const auto low = [](std::int64_t upto_ms) {
    return std::vector{
        worn::Truth{"battery_low", "box_unplugged", 1'000'000, upto_ms, {{"mv_an_hour", 900}}}};
  };
  // 25 mV at 900 mV an hour are 100 s; it is measured each 10 s.
  CHECK(box_due(EventType::battery_low, of_days(1), low(1'172'000)) == std::vector<Duration>{1170s});
  CHECK(box_due(EventType::battery_low, of_days(1), low(1'171'999)).empty());
  CHECK(box_dues(of_days(1), low(1'172'000)).front().soonest == Moment{950s});
}

TEST_CASE("a box tests itself after ten minutes, and each 72 h from then on") {
  CHECK(box_due(EventType::self_test, of_days(7)) == std::vector<Duration>{10min, 72h + 10min, 144h + 10min});
}

TEST_CASE("an inspection is due 60, 30 and 7 days before, and daily until it was made") {
  const worn::Setup setup = of_days(120);
  REQUIRE(inspection_of(setup).made == Moment{92 * 24h});
  std::vector<Duration> expected{12 * 24h, 42 * 24h, 65 * 24h};
  for (int day = 73; day <= 92; ++day) expected.emplace_back(day * 24h);
  CHECK(box_due(EventType::inspection_due, setup) == expected);
  SECTION("of days that have all come the last counts") {
    CHECK(box_due(EventType::inspection_due, of_days(15)).at(0) == 0s);  // 60 and 30
    CHECK(box_due(EventType::inspection_due, of_days(15)).at(1) == 2 * 24h);
    CHECK(box_due(EventType::inspection_due, of_days(1)).front() == 0s);
  }
  SECTION("a clock that jumps ahead has the day come at the next look; back, it does not come twice") {
    const std::vector<worn::Truth> ahead{clock_jumps(12 * 24h - 10min - 1s, 1h)};
    CHECK(box_due(EventType::inspection_due, setup, ahead).front() == 12 * 24h - 10min);
    const std::vector<worn::Truth> back{clock_jumps(12 * 24h + 1s, -1h)};
    CHECK(box_due(EventType::inspection_due, setup, back).front() == 12 * 24h);
    CHECK(box_due(EventType::inspection_due, setup, back).size() ==
          expected.size() - 1);  // it was made in that hour
    CHECK(box_due(EventType::inspection_due, setup, back).at(1) == 42 * 24h + 1h);
  }
}

}  // namespace liftbox::eval
