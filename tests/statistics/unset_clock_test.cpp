#include <catch2/catch.hpp>

#include "tests/statistics/counted.hpp"

namespace liftbox::test {
namespace {

const std::string unset_clock = "1970-01-01T08:00:05+08:00";

}  // namespace

TEST_CASE("what was counted before the clock was set belongs to the hour it turns out to be") {
  Counted lift = at_work();
  lift.wall(0s, unset_clock, false).run(60s, 3).until(5min);
  CHECK(lift.lift.today(at(5min)).period == StatisticsDocument::Period::since_boot);
  CHECK(lift.today(5min)[Counter::runs] == 1);
  lift.wall(5min, "2026-01-05T08:10:00+08:00").until(55min);
  const auto closed = lift.closed();
  REQUIRE(brief(closed) == std::vector<std::string>{"hour 2026-01-05T08:00:00+08:00 1"});
  CHECK(closed[0].total_since_ms == parse_rfc3339("2026-01-05T08:05:00+08:00")->ms);
}

TEST_CASE("longer than the hour it is a document of its own, placed by the clock, and part of its day") {
  Counted lift = at_work();
  lift.wall(0s, unset_clock, false).run(60s, 3).until(3h);
  lift.wall(3h, "2026-01-05T12:10:00+08:00").until(4h);
  const auto closed = lift.closed();
  REQUIRE(brief(closed) == std::vector<std::string>{"since_boot 2026-01-05T09:10:00+08:00 1",
                                                    "hour 2026-01-05T12:00:00+08:00 0"});
  CHECK(closed[0].until_ms == parse_rfc3339("2026-01-05T12:10:00+08:00")->ms);
  CHECK(lift.today(4h)[Counter::runs] == 1);
  CHECK(lift.lift.today(at(4h)).total[Counter::runs] == 1);
}

TEST_CASE("begun on the day before it is no part of the day, and not lost") {
  Counted lift = at_work();
  lift.wall(0s, unset_clock, false).run(60s, 3).until(3h);
  lift.wall(3h, "2026-01-05T01:10:00+08:00");
  CHECK(brief(lift.closed()) == std::vector<std::string>{"since_boot 2026-01-04T22:10:00+08:00 1"});
  CHECK(lift.today(3h)[Counter::runs] == 0);
  CHECK(lift.lift.today(at(3h)).total[Counter::runs] == 1);
}

TEST_CASE("a clock that is never set closes a document after each day that was watched") {
  Counted lift = at_work();
  lift.wall(0s, unset_clock, false).run(60s, 3).until(24h - 1ms);
  CHECK(lift.closed().empty());
  lift.until(49h);
  const auto closed = lift.closed();
  CHECK(brief(closed) == std::vector<std::string>{"since_boot ? 1", "since_boot ? 0"});
  CHECK(closed[0].counts[Counter::watched_ms] == Duration{24h}.count());
  CHECK(closed[1].total[Counter::runs] == 1);
}

TEST_CASE("an hour waits while the clock is unset after a restart, and goes on when it is still that hour") {
  Counted before = at_work();
  before.wall(0s, "2026-01-05T08:00:00+08:00").run(60s, 3).until(10min);
  Counted after = at_work(5s);
  before.restart_into(after, 10min, 5s, "another boot");
  after.wall(5s, unset_clock, false).run(1min, 2).until(5min);
  CHECK(after.closed().empty());
  after.wall(5min, "2026-01-05T08:30:00+08:00").until(35min);
  CHECK(brief(after.closed()) == std::vector<std::string>{"hour 2026-01-05T08:00:00+08:00 2"});
}

TEST_CASE(
    "what was counted in two boots without a clock cannot be placed, and is told without its beginning") {
  Counted before = at_work();
  before.wall(0s, unset_clock, false).run(60s, 3).until(10min);
  Counted after = at_work(5s);
  before.restart_into(after, 10min, 5s, "another boot");
  after.wall(5s, unset_clock, false).run(1min, 2).until(5min);
  after.wall(5min, "2026-01-05T08:30:00+08:00");
  const auto closed = after.closed();
  REQUIRE(brief(closed) == std::vector<std::string>{"since_boot ? 2"});
  CHECK(closed[0].until_ms == parse_rfc3339("2026-01-05T08:30:00+08:00")->ms);
}

TEST_CASE("without a wall clock told, as in a trace without a start, everything is since the boot") {
  Counted lift = at_work();
  lift.run(60s, 3).until(24h * 30);
  CHECK(lift.closed().empty());
  CHECK(lift.today(24h * 30)[Counter::runs] == 1);
}

}  // namespace liftbox::test
