#include <catch2/catch.hpp>

#include "tests/eval/dues_visits.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;

constexpr Duration one_day{24h};

worn::Truth inspection_mode(Duration from, Duration lasts) {
  return {"inspection", "visit", from.count(), (from + lasts).count(), {}};
}

std::vector<Duration> visit_due(EventType type, const std::vector<worn::Truth>& truths,
                                std::int64_t days = 17) {
  worn::Setup setup;
  setup.days = days;
  std::vector<Duration> found;
  for (const Due& one : visit_dues(setup, truths))
    if (one.type == type && one.at != never) found.push_back(one.at.time_since_epoch());
  return found;
}

}  // namespace

TEST_CASE("a visit is told after five minutes, and its end half an hour after it") {
  const std::vector<worn::Truth> visit{inspection_mode(1h, 20min)};
  CHECK(visit_due(EventType::maintenance_started, visit) == std::vector<Duration>{1h + 5min});
  CHECK(visit_due(EventType::maintenance_ended, visit) == std::vector<Duration>{1h + 50min});
  SECTION("four minutes are none") {
    CHECK(visit_due(EventType::maintenance_started, {inspection_mode(1h, 4min)}).empty());
    CHECK(visit_due(EventType::maintenance_ended, {inspection_mode(1h, 4min)}).empty());
  }
  SECTION("within half an hour it goes on") {
    const std::vector<worn::Truth> both{inspection_mode(1h, 20min), inspection_mode(100min, 4min)};
    CHECK(visit_due(EventType::maintenance_started, both) == std::vector<Duration>{1h + 5min});
    CHECK(visit_due(EventType::maintenance_ended, both) == std::vector<Duration>{134min});
  }
  SECTION("what a silent bus hides may be told, and need not") {
    const std::vector<worn::Truth> hidden{inspection_mode(1h, 20min),
                                          {"bus_silent", "", 3'700'000, 3'800'000, {}}};
    CHECK(visit_due(EventType::maintenance_started, hidden).empty());
    CHECK(visit_due(EventType::maintenance_ended, hidden).empty());
  }
}

TEST_CASE("15 days after a visit none is overdue, and a day later again") {
  const auto overdue = [](const std::vector<worn::Truth>& truths) {
    return visit_due(EventType::maintenance_overdue, truths);
  };
  CHECK(overdue({}) == std::vector<Duration>{15 * one_day, 16 * one_day});
  CHECK(overdue({inspection_mode(1h, 20min)}) ==
        std::vector<Duration>{15 * one_day + 80min, 16 * one_day + 80min});
  SECTION("too short a visit counts for nothing, but is waited for") {
    CHECK(overdue({inspection_mode(1h, 4min)}) == overdue({}));
    CHECK(overdue({inspection_mode(15 * one_day - 1min, 4min)}) ==
          std::vector<Duration>{15 * one_day + 3min, 16 * one_day + 3min});
  }
  SECTION("not while somebody is at it") {
    CHECK(overdue({inspection_mode(15 * one_day - 1min, 1h)}).empty());
    CHECK(overdue({inspection_mode(14 * one_day + 23h, 45min)}).empty());
  }
  SECTION("nobody can tell after a visit that was not seen") {
    CHECK(overdue({inspection_mode(1h, 20min), {"bus_silent", "", 3'700'000, 3'800'000, {}}}).empty());
  }
}

}  // namespace liftbox::eval
