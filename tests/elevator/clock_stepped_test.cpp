#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

const Date today{std::chrono::year{2026} / 1 / 5};

Bench on_time() {
  Bench lift{door_zone};
  lift.set(0s, {{door_zone, 1}}).wall(0s, today, 8h).wall(60s, today, 8h + 60s);
  return lift;
}

}  // namespace

TEST_CASE("a clock that jumps by 10 s is told of, ahead or back") {
  Bench lift = on_time();
  SECTION("ahead") {
    lift.wall(120s, today, 8h + 130s);
    CHECK(lift.said() == Said{"120000 clock_stepped noted certain"});
    const auto& step = lift.evidence<ClockEvidence>();
    CHECK(step.to_ms - step.from_ms == 10'000);
  }
  SECTION("back") {
    lift.wall(120s, today, 8h + 110s);
    CHECK(lift.said() == Said{"120000 clock_stepped noted certain"});
  }
  SECTION("not by less") {
    lift.wall(120s, today, 8h + 129'999ms).wall(180s, today, 8h + 180s + 1ms);
    CHECK(lift.said().empty());
  }
  SECTION("once: from then on the new time counts") {
    lift.wall(120s, today, 10h).said();
    lift.wall(180s, today, 10h + 60s);
    CHECK(lift.said().empty());
  }
}

TEST_CASE("a clock that is set at last has not jumped") {
  Bench lift{door_zone};
  lift.set(0s, {{door_zone, 1}}).wall(0s, Date{}, 0s, false).wall(60s, today, 8h);
  CHECK(lift.said().empty());
  SECTION("nor what it shows while it is not believed") {
    lift.wall(120s, Date{}, 0s, false).wall(180s, today, 8h + 120s);
    CHECK(lift.said().empty());
  }
  SECTION("but what it is set to afterwards is held against what it had shown") {
    lift.wall(120s, Date{}, 0s, false).wall(180s, today, 9h);
    CHECK(lift.said() == Said{"180000 clock_stepped noted certain"});
  }
}

TEST_CASE("a restart of the machine is no jump") {
  Bench lift = on_time();
  lift.lift.rebooted(GENERATE(true, false));
  lift.wall(120s, today, 23h);
  CHECK(lift.said().empty());
}

}  // namespace liftbox::test
