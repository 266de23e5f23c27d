#include <catch2/catch.hpp>

#include "tests/statistics/counted.hpp"

namespace liftbox::test {
namespace {

Counted shut() {
  Counted lift{door_closed, door_open};
  lift.set(0s, {{door_closed, 1}, {door_open, 0}});
  return lift;
}

}  // namespace

TEST_CASE("a door that opens and closes is a cycle, and its operator is timed") {
  Counted lift = shut();
  lift.set(10s, {{door_closed, 0}}).set(12s, {{door_open, 1}});
  CHECK(lift.today(13s)[Counter::door_cycles] == 0);
  lift.set(20s, {{door_open, 0}}).set(23s, {{door_closed, 1}});
  const Counts counts = lift.today(30s);
  CHECK(counts[Counter::door_cycles] == 1);
  CHECK(counts[Counter::door_reopenings] == 0);
  CHECK(counts[Timing::door_opening].times() == 1);
  CHECK(counts[Timing::door_opening].percentile(50).value() >= 1'900ms);
  CHECK(counts[Timing::door_opening].percentile(50).value() <= 2'100ms);
  CHECK(counts[Timing::door_closing].percentile(50).value() >= 2'850ms);
  CHECK(counts[Timing::door_closing].percentile(50).value() <= 3'150ms);
}

TEST_CASE("a reopening belongs to its cycle, and is not taken for the operator's time") {
  Counted lift = shut();
  lift.set(10s, {{door_closed, 0}}).set(12s, {{door_open, 1}});
  lift.set(20s, {{door_open, 0}}).set(21s, {{door_open, 1}});
  lift.set(25s, {{door_open, 0}}).set(26s, {{door_open, 1}});
  lift.set(30s, {{door_open, 0}}).set(32s, {{door_closed, 1}});
  const Counts counts = lift.today(40s);
  CHECK(counts[Counter::door_cycles] == 1);
  CHECK(counts[Counter::door_reopenings] == 2);
  CHECK(counts[Timing::door_opening].times() == 1);
  CHECK(counts[Timing::door_closing].times() == 1);
  CHECK(counts[Timing::door_closing].percentile(50).value() <= 2'100ms);
}

TEST_CASE("a door that rattles without opening makes no cycle") {
  Counted lift = shut();
  lift.set(10s, {{door_closed, 0}}).set(11s, {{door_closed, 1}});
  CHECK(lift.today(20s)[Counter::door_cycles] == 0);
}

TEST_CASE("with the switch for closed alone a door not closed for 2 s has opened") {
  Counted lift{door_closed};
  lift.set(0s, {{door_closed, 1}}).set(10s, {{door_closed, 0}}).set(11'999ms, {{door_closed, 1}});
  CHECK(lift.today(15s)[Counter::door_cycles] == 0);
  lift.set(20s, {{door_closed, 0}}).set(22s, {{door_closed, 1}});
  CHECK(lift.today(30s)[Counter::door_cycles] == 1);
}

TEST_CASE("the rear door is counted by itself") {
  Counted lift{door_closed, door_open, rear_door_closed, rear_door_open};
  lift.set(0s, {{door_closed, 1}, {door_open, 0}, {rear_door_closed, 1}, {rear_door_open, 0}});
  lift.set(10s, {{rear_door_closed, 0}}).set(12s, {{rear_door_open, 1}});
  lift.set(20s, {{rear_door_open, 0}}).set(22s, {{rear_door_closed, 1}});
  CHECK(lift.today(30s)[Counter::rear_door_cycles] == 1);
  CHECK(lift.today(30s)[Counter::door_cycles] == 0);
}

TEST_CASE("what happened while a switch was silent is not timed") {
  Counted lift = shut();
  lift.set(10s, {{door_closed, 0}}).lose(11s, door_open).set(40s, {{door_open, 1}});
  lift.lose(50s, door_closed).set(80s, {{door_open, 0}}).set(90s, {{door_closed, 1}});
  const Counts counts = lift.today(100s);
  CHECK(counts[Timing::door_opening].times() == 0);
  CHECK(counts[Timing::door_closing].times() == 0);
  CHECK(counts[Counter::door_cycles] == 1);
}

}  // namespace liftbox::test
