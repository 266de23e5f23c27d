#include <catch2/catch.hpp>

#include "tests/statistics/counted.hpp"

namespace liftbox::test {
namespace {

/// What the lift is made to do, counted by the one who makes it.
struct Done {
  std::int64_t runs = 0;
  std::int64_t door_cycles = 0;
  std::int64_t distance_mm = 0;
};

void travel(Counted& lift, Duration time, int from, int to, Done& done) {
  lift.run(time, to);
  lift.set(time + 13s, {{door_closed, 0}}).set(time + 15s, {{door_open, 1}});
  lift.set(time + 20s, {{door_open, 0}}).set(time + 23s, {{door_closed, 1}});
  ++done.runs;
  ++done.door_cycles;
  done.distance_mm += std::abs(to - from) * 3000;
}

}  // namespace

TEST_CASE("over a year with restarts and a clock that wanders, hours add up to days and to the total") {
  const std::initializer_list<Signal> signals{car_moving,   door_zone,   floor,
                                              car_position, door_closed, door_open};
  const Values parked{{car_moving, 0},   {door_zone, 1},   {floor, 1},
                      {car_position, 0}, {door_closed, 1}, {door_open, 0}};
  const std::int64_t new_year = parse_rfc3339("2026-01-01T00:00:00+08:00")->ms;
  auto lift = std::make_unique<Counted>(signals);
  lift->set(0s, parked);
  std::vector<StatisticsDocument> closed;
  const auto keep = [&](Counted& from) {
    for (StatisticsDocument& document : from.closed()) closed.push_back(std::move(document));
  };
  Done done;
  int landing = 1;
  for (int hour = 0; hour < 365 * 24; ++hour) {
    const Duration now = hour * 1h;
    const std::int64_t wander = hour % 97 == 0 ? -600'000 : hour % 89 == 0 ? 1'500'000 : 0;
    lift->wall(now, format_rfc3339(new_year + now.count() + wander, 480));
    for (const int minute : {1, 21, 41}) {
      const int to = (landing + hour * 7 + minute) % 12 + 1;
      if (to == landing) continue;
      travel(*lift, now + minute * 1min, landing, to, done);
      landing = to;
    }
    if (hour % 61 != 60) continue;
    auto next = std::make_unique<Counted>(signals, LiftFacts{}, at(now + 50min));
    keep(*lift);
    lift->restart_into(*next, now + 45min, now + 50min, "boot");
    lift = std::move(next);
    lift->set(now + 50min, parked)
        .set(now + 50min, {{floor, landing}, {car_position, (landing - 1) * 3000}})
        .wall(now + 50min, format_rfc3339(new_year + Duration{now + 50min}.count() + wander, 480));
  }
  lift->wall(365 * 24h, "2027-01-01T00:00:00+08:00");
  keep(*lift);

  Counts hours;
  Counts days;
  std::int64_t runs_told = 0;
  for (const StatisticsDocument& document : closed) {
    (document.period == StatisticsDocument::Period::hour ? hours : days).add(document.counts);
    CHECK(document.total[Counter::runs] >= runs_told);
    runs_told = document.total[Counter::runs];
  }
  const StatisticsDocument end = lift->lift.today(at(365 * 24h));
  CHECK(end.total == hours);
  CHECK(days == hours);
  CHECK(end.counts[Counter::runs] == 0);
  CHECK(hours[Counter::runs] == done.runs);
  CHECK(hours[Counter::door_cycles] == done.door_cycles);
  CHECK(hours[Counter::distance_mm] == done.distance_mm);
  CHECK(hours[Timing::door_opening].times() == done.door_cycles);
}

}  // namespace liftbox::test
