#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

TEST_CASE("a door is open once it has not been closed for 2 s") {
  Bench lift{door_closed};
  lift.set(0s, {{door_closed, 1}}).set(10s, {{door_closed, 0}}).until(11'999ms);
  CHECK(lift.car().shut().no());
  CHECK(lift.car().open().no());
  lift.until(12s);
  CHECK(lift.car().open().yes());
  CHECK(lift.car().open().since == at(12s));
}

TEST_CASE("the car is shut when every bound door is closed") {
  Bench lift{door_closed, rear_door_closed};
  lift.set(0s, {{door_closed, 1}, {rear_door_closed, 1}});
  CHECK(lift.car().shut().yes());
  lift.set(10s, {{rear_door_closed, 0}});
  CHECK(lift.car().shut().no());
  lift.lose(20s, {rear_door_closed});
  CHECK(lift.car().shut().unknown());
  lift.set(30s, {{door_closed, 0}});
  CHECK(lift.car().shut().no());
}

TEST_CASE("without a switch for closed an open door is known, a shut one is not") {
  Bench lift{door_open};
  lift.set(0s, {{door_open, 1}});
  CHECK(lift.car().shut().no());
  lift.set(10s, {{door_open, 0}});
  CHECK(lift.car().shut().unknown());
}

TEST_CASE("without door switches nothing is known of the doors") {
  Bench lift{door_zone};
  lift.set(0s, {{door_zone, 1}}).until(1h);
  CHECK(lift.car().shut().unknown());
  CHECK(lift.car().open().unknown());
}

TEST_CASE("an opening in the zone needs both") {
  Bench lift{door_closed, door_zone};
  lift.set(0s, {{door_closed, 0}, {door_zone, 0}}).until(10s);
  CHECK(lift.car().opening_in_zone().no());
  lift.set(20s, {{door_zone, 1}});
  CHECK(lift.car().opening_in_zone().yes());
  lift.lose(30s, {door_zone});
  CHECK(lift.car().opening_in_zone().unknown());
}

}  // namespace liftbox::test
