#include <algorithm>
#include <catch2/catch.hpp>

#include "agent/elevator/date.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

const Date next{std::chrono::year{2026} / 11 / 20};
using std::chrono::days;

Bench due(std::optional<Date> date) {
  LiftFacts facts;
  facts.inspection.next = date;
  Rules rules;
  rules.maintenance.overdue_days = 10'000;
  Bench lift{std::vector{lines({car_moving, door_zone})}, rules, facts};
  lift.set(0s, {{car_moving, 0}, {door_zone, 1}});
  return lift;
}

void trip(Bench& lift, Duration time) {
  lift.set(time, {{car_moving, 1}, {door_zone, 0}}).set(time + 10s, {{car_moving, 0}, {door_zone, 1}});
  lift.until(time + 20s);
}

}  // namespace

TEST_CASE("a day of the calendar is read and written in one way") {
  CHECK(parse_date("2026-11-20") == next);
  CHECK(format(next) == "2026-11-20");
  CHECK(parse_date("2028-02-29"));
  for (const char* wrong : {"", "2026-11-31", "2027-02-29", "2026-13-01", "2026-00-10", "20.11.2026",
                            "2026-11-2", "2026-11-200", "-026-11-20", "2026/11/20", "2026-1-020"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_date(wrong));
  }
  CHECK(format(months_after(next, 12)) == "2027-11-20");
  CHECK(format(months_after(*parse_date("2028-02-29"), 12)) == "2029-02-28");
  CHECK(format(months_after(*parse_date("2026-10-31"), 1)) == "2026-11-30");
}

TEST_CASE("an inspection is said to come due 60, 30 and 7 days before, and each day that it is overdue") {
  Bench lift = due(next);
  std::vector<int> said;
  for (int day = -100; day <= 3; ++day) {
    lift.wall(24h * (day + 100), next + days{day});
    if (!lift.said().empty()) said.push_back(lift.evidence<InspectionEvidence>().days_left);
  }
  CHECK(said == std::vector{60, 30, 7, -1, -2, -3});
}

TEST_CASE("trips made while it is overdue are counted, those before are not") {
  Bench lift = due(next);
  lift.wall(0s, next, 23h);
  trip(lift, 1min);
  lift.wall(2h, next + days{1}, 1h);
  CHECK(lift.evidence<InspectionEvidence>().trips_overdue == 0);
  trip(lift, 3h);
  trip(lift, 4h);
  lift.wall(26h, next + days{2}, 1h);
  CHECK(lift.evidence<InspectionEvidence>().trips_overdue == 2);
  SECTION("until the next inspection") {
    lift.tell(lift.lift.inspected({next + days{2}, next + days{2 + 365}, "4711"}, at(27h)));
    CHECK(lift.said().back() == "97200000 inspection_done noted certain");
    CHECK(lift.lift.inspection().memory.trips_overdue == 0);
    CHECK(lift.lift.inspection().days_left(at(27h)) == 365);
  }
}

TEST_CASE("what was said at the box beats the site file if it is later") {
  Bench lift = due(next);
  lift.wall(0s, next - days{200});
  lift.tell(lift.lift.inspected({next - days{200}, next + days{100}, "4711"}, at(1s)));
  CHECK(lift.lift.inspection().next() == next + days{100});
  SECTION("and may be corrected") {
    lift.tell(lift.lift.inspected({next - days{200}, next + days{10}, "4711"}, at(2s)));
    CHECK(lift.lift.inspection().next() == next + days{10});
  }
  SECTION("not if it is earlier") {
    lift.tell(lift.lift.inspected({next - days{200}, next - days{1}, "4711"}, at(2s)));
    CHECK(lift.lift.inspection().next() == next);
  }
}

TEST_CASE("without a date, or without a clock, nothing is due") {
  Bench no_date = due({});
  no_date.wall(0s, next + days{1});
  CHECK(no_date.said().empty());
  Bench no_clock = due(next);
  no_clock.wall(0s, next + days{1}, 0s, false).until(48h);
  CHECK(no_clock.said().empty());
}

TEST_CASE("a clock set back does not say it again") {
  Bench lift = due(next);
  lift.wall(0s, next + days{2}).wall(1h, next + days{1}).wall(2h, next + days{2});
  const Said said = lift.said();
  CHECK(std::count(said.begin(), said.end(), "0 inspection_due noted certain") == 1);
  CHECK(std::count_if(said.begin(), said.end(),
                      [](const std::string& line) { return line.find("inspection_due") != line.npos; }) == 1);
}

}  // namespace liftbox::test
