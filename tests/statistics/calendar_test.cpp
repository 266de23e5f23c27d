#include <catch2/catch.hpp>

#include "tests/statistics/counted.hpp"

namespace liftbox::test {
TEST_CASE("an hour is closed when the clock strikes, not before") {
  Counted lift = at_work();
  lift.wall(0s, "2026-01-05T08:50:00+08:00").run(60s, 3).until(10min - 1ms);
  CHECK(lift.closed().empty());
  lift.until(10min);
  const auto closed = lift.closed();
  REQUIRE(brief(closed) == std::vector<std::string>{"hour 2026-01-05T08:00:00+08:00 1"});
  CHECK(closed[0].until_ms == parse_rfc3339("2026-01-05T09:00:00+08:00")->ms);
  CHECK(closed[0].at == at(10min));
  CHECK(closed[0].counts[Counter::watched_ms] == Duration{10min}.count());
  CHECK(closed[0].total[Counter::runs] == 1);
  CHECK(closed[0].total_since_ms == parse_rfc3339("2026-01-05T08:50:00+08:00")->ms);
}

TEST_CASE("a quiet lift has its hours too: the box was awake") {
  Counted lift = at_work();
  lift.wall(0s, "2026-01-05T08:00:00+08:00").until(3h);
  const auto closed = lift.closed();
  REQUIRE(closed.size() == 3);
  for (const StatisticsDocument& hour : closed)
    CHECK(hour.counts[Counter::watched_ms] == Duration{1h}.count());
}

TEST_CASE("the day ends at midnight of the lift's own time") {
  Counted lift = at_work();
  lift.wall(0s, "2026-01-05T23:30:00+08:00").run(10min, 3).run(40min, 1).until(100min);
  CHECK(brief(lift.closed()) == std::vector<std::string>{"hour 2026-01-05T23:00:00+08:00 1",
                                                         "day 2026-01-05T00:00:00+08:00 1",
                                                         "hour 2026-01-06T00:00:00+08:00 1"});
  CHECK(lift.today(100min)[Counter::runs] == 1);
}

TEST_CASE("a day says for how many whole days nobody has been here for maintenance") {
  Counted lift = at_work();
  lift.wall(0s, "2026-01-05T08:00:00+08:00");
  CHECK_FALSE(lift.lift.today(at(0s)).days_since_visit);
  lift.lift.visit_begins({"4711", "half_monthly", {}}, at(1h));
  lift.lift.visit_ends({"4711", {}, {"A-1"}}, at(2h));
  lift.until(3 * 24h);
  std::vector<std::optional<std::int64_t>> days;
  for (const StatisticsDocument& closed : lift.closed())
    if (closed.period == StatisticsDocument::Period::day) days.push_back(closed.days_since_visit);
  CHECK(days == std::vector<std::optional<std::int64_t>>{0, 1, 2});
  CHECK(lift.lift.today(at(3 * 24h + 2h - 1ms)).days_since_visit == 2);
  CHECK(lift.lift.today(at(3 * 24h + 2h)).days_since_visit == 3);

  SECTION("over a restart, too") {
    Counted after = at_work(3 * 24h);
    lift.restart_into(after, 3 * 24h, 3 * 24h, "boot");
    after.wall(3 * 24h, "2026-01-08T08:00:00+08:00");
    CHECK(after.lift.today(at(3 * 24h + 2h)).days_since_visit == 3);
  }
  SECTION("whatever the clock is set to: days are counted by one that is never stepped") {
    lift.wall(3 * 24h, "2026-02-02T08:00:00+08:00");
    CHECK(lift.lift.today(at(3 * 24h + 2h)).days_since_visit == 3);
  }
}

TEST_CASE("a run over midnight belongs to the day on which it ends") {
  Counted lift = at_work();
  lift.wall(0s, "2026-01-05T23:59:00+08:00").run(55s, 3).until(2h);
  CHECK(brief(lift.closed()) == std::vector<std::string>{"hour 2026-01-05T23:00:00+08:00 0",
                                                         "day 2026-01-05T00:00:00+08:00 0",
                                                         "hour 2026-01-06T00:00:00+08:00 1"});
}

TEST_CASE("a clock that is set ahead loses nothing") {
  Counted lift = at_work();
  lift.wall(0s, "2026-01-05T08:20:00+08:00").run(60s, 3);
  lift.wall(5min, "2026-01-05T11:40:00+08:00").run(6min, 1).until(30min);
  CHECK(brief(lift.closed()) ==
        std::vector<std::string>{"hour 2026-01-05T08:00:00+08:00 1", "hour 2026-01-05T11:00:00+08:00 1"});
}

TEST_CASE("a clock that is set back by minutes counts no hour twice") {
  Counted lift = at_work();
  lift.wall(0s, "2026-01-05T08:50:00+08:00").run(60s, 3).until(20min);
  CHECK(brief(lift.closed()) == std::vector<std::string>{"hour 2026-01-05T08:00:00+08:00 1"});
  lift.wall(20min, "2026-01-05T08:40:00+08:00").run(21min, 1).until(50min);
  CHECK(lift.closed().empty());  // nine o'clock struck again, and its hour goes on
  lift.run(60min, 3).until(100min);
  const auto closed = lift.closed();
  CHECK(brief(closed) == std::vector<std::string>{"hour 2026-01-05T09:00:00+08:00 2"});
  CHECK(closed[0].counts[Counter::watched_ms] == Duration{90min}.count());
}

TEST_CASE("a clock that was wrong by a day goes on at once, and what is told adds up") {
  Counted lift = at_work();
  lift.wall(0s, "2026-01-06T08:50:00+08:00").run(60s, 3);
  lift.wall(5min, "2026-01-05T08:20:00+08:00").run(6min, 1).until(45min);
  const auto closed = lift.closed();
  CHECK(brief(closed) == std::vector<std::string>{"hour 2026-01-06T08:00:00+08:00 1",
                                                  "day 2026-01-06T00:00:00+08:00 1",
                                                  "hour 2026-01-05T08:00:00+08:00 1"});
  CHECK(closed.back().total[Counter::runs] == 2);
}

TEST_CASE("an hour goes on over a restart, and the time in between is not watched") {
  Counted before = at_work();
  before.wall(0s, "2026-01-05T08:00:00+08:00").run(60s, 3).wall(10min, "2026-01-05T08:10:00+08:00");
  const bool same_boot = GENERATE(true, false);
  const Duration start = same_boot ? Duration{20min} : Duration{5s};
  Counted after = at_work(start);
  before.restart_into(after, 10min, start, same_boot ? "boot" : "another boot");
  after.wall(start, "2026-01-05T08:20:00+08:00").run(start + 1min, 2).until(start + 40min);
  const auto closed = after.closed();
  REQUIRE(brief(closed) == std::vector<std::string>{"hour 2026-01-05T08:00:00+08:00 2"});
  CHECK(closed[0].counts[Counter::watched_ms] == Duration{50min}.count());
  CHECK(closed[0].total[Counter::runs] == 2);
}

TEST_CASE("a box that was off over midnight closes hour and day as soon as it knows the time") {
  Counted before = at_work();
  before.wall(0s, "2026-01-05T08:00:00+08:00").run(60s, 3).until(10min);
  Counted after = at_work(5s);
  before.restart_into(after, 10min, 5s, "another boot");
  after.wall(5s, "2026-01-07T03:00:00+08:00");
  CHECK(brief(after.closed()) ==
        std::vector<std::string>{"hour 2026-01-05T08:00:00+08:00 1", "day 2026-01-05T00:00:00+08:00 1"});
  CHECK(after.today(1min)[Counter::runs] == 0);
}

TEST_CASE("an incident that was counted before a restart is not counted again when it is over") {
  const std::initializer_list<Signal> signals{service_mode, mains_power};
  const Values stuck{{service_mode, 1}, {mains_power, 0}};
  Counted before{signals};
  before.set(0s, stuck).wall(0s, "2026-01-05T08:00:00+08:00").wall(60s, "2026-01-05T08:01:00+08:00");
  Counted after{signals, {}, at(60s)};
  before.restart_into(after, 60s, 60s, "boot");
  after.set(61s, stuck).wall(62s, "2026-01-05T08:01:02+08:00").until(300s);
  CHECK(after.today(300s)[Counter::faults] == 1);
  CHECK(after.today(300s)[Counter::unavailable_ms] >= Duration{290s}.count());
}

}  // namespace liftbox::test
