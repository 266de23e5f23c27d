#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

TEST_CASE("a polled signal is believed for 5 s, or for three of its intervals if that is longer") {
  Bench lift{{bus({car_moving}, 500ms), bus({car_speed}, 2s)}};
  lift.set(0s, {{car_moving, 0}, {car_speed, 0}}).until(4'999ms);
  CHECK(lift.car().state(car_moving).quality == Quality::good);
  lift.until(5s);
  CHECK(lift.car().state(car_moving).quality == Quality::stale);
  CHECK(lift.car().state(car_speed).quality == Quality::good);
  lift.until(6s);
  CHECK(lift.car().state(car_speed).quality == Quality::stale);
}

TEST_CASE("a recording's value is read again each second, until it is said not to be") {
  Bench lift{{SourceBindings{"trace", {{car_moving, Arrival::trace, {}}, {car_speed, Arrival::trace, {}}}},
              lines({door_zone})}};
  const auto unread = [](Duration time) {
    return std::vector<Reading>{{car_moving, 0, at(time), Quality::unread},
                                {car_speed, 0, at(time), Quality::unread}};
  };
  lift.set(0s, {{car_moving, 1}, {car_speed, 500}}).set(20'500ms, {{door_zone, 1}});
  CHECK(lift.car().is(car_moving).read_at == at(20s));
  lift.read(unread(20'700ms)).set(24'900ms, {{door_zone, 0}});
  CHECK(lift.car().is(car_moving).yes());
  CHECK(lift.car().is(car_moving).read_at == at(20s));
  lift.until(25s);
  CHECK(lift.car().state(car_moving).quality == Quality::stale);
  CHECK(lift.said().empty());
  SECTION("its source is lost 30 s after the last reading") {
    lift.until(50s);
    CHECK(lift.said() == Said{"50000 source_lost raised certain"});
  }
  SECTION("the next reading makes it known again") {
    lift.set(30s, {{car_moving, 1}}).set(33'500ms, {{door_zone, 1}});
    CHECK(lift.car().is(car_moving).read_at == at(33s));
  }
}

TEST_CASE("a line is believed however quiet it is") {
  Bench lift{door_zone};
  lift.set(0s, {{door_zone, 1}}).until(24h * 365);
  CHECK(lift.car().in_zone().yes());
  CHECK(lift.said().empty());
}

TEST_CASE("a source is lost after 30 s without a good answer, and found with the first") {
  Bench lift{{bus({car_moving, car_speed}), lines({door_zone})}};
  lift.set(0s, {{car_moving, 0}, {car_speed, 0}, {door_zone, 1}}).poll(1s, 100s, 1s, {{car_speed, 0}});
  CHECK(lift.said().empty());
  lift.until(129'999ms);
  CHECK(lift.said().empty());
  lift.until(130s);
  CHECK(lift.said() == Said{"130000 source_lost raised certain"});
  lift.set(200s, {{car_speed, 0}});
  CHECK(lift.said() == Said{"200000 source_lost cleared certain"});
}

TEST_CASE("a source that tells nothing of the lift is not missed") {
  Bench lift{{lines({door_zone}), bus({})}};
  lift.set(0s, {{door_zone, 1}}).until(1h);
  CHECK(lift.said().empty());
}

TEST_CASE("a source that never answers is lost 30 s after the start") {
  Bench lift{{bus({car_moving})}};
  lift.lose(1s, {car_moving}).lose(20s, {car_moving}).until(29'999ms);
  CHECK(lift.said().empty());
  lift.until(30s);
  CHECK(lift.said() == Said{"30000 source_lost raised certain"});
}

TEST_CASE("a slow door poll and a fast zone line make no unintended movement of an ordinary start") {
  Bench lift{{bus({door_closed, car_moving}, 2s), lines({door_zone})}};
  lift.set(0s, {{door_zone, 1}}).poll(0s, 10s, 2s, {{door_closed, 0}, {car_moving, 0}});
  // The door shuts and the car leaves, all between two polls.
  lift.set(11'700ms, {{door_zone, 0}}).set(12s, {{door_closed, 1}, {car_moving, 1}}).until(13s);
  CHECK(lift.said().empty());
}

TEST_CASE("a movement with the door open is raised with the poll that still finds it open") {
  Bench lift{{bus({door_closed, car_moving}, 2s), lines({door_zone})}};
  lift.set(0s, {{door_zone, 1}}).poll(0s, 10s, 2s, {{door_closed, 0}, {car_moving, 0}});
  lift.set(10'500ms, {{door_zone, 0}}).until(11'999ms);
  CHECK(lift.said().empty());
  lift.set(12s, {{door_closed, 0}, {car_moving, 1}}).until(13s);
  CHECK(lift.said() == Said{"12000 unintended_movement raised certain"});
}

TEST_CASE("a slow speed poll and a fast door line make no moving car with an open door") {
  Bench lift{{bus({car_speed}, 2s), lines({door_closed, door_zone, door_locked})}};
  lift.set(0s, {{door_zone, 1}, {door_closed, 0}, {door_locked, 0}, {car_speed, 0}})
      .set(2s, {{car_speed, 0}});
  lift.set(2'100ms, {{door_closed, 1}, {door_locked, 1}})
      .set(4s, {{car_speed, 700}})
      .set(4'500ms, {{door_zone, 0}});
  lift.poll(6s, 20s, 2s, {{car_speed, 1500}}).set(20'500ms, {{door_zone, 1}});
  lift.set(21s, {{door_closed, 0}, {door_locked, 0}}).set(22s, {{car_speed, 0}}).until(25s);
  CHECK(lift.said().empty());
}

TEST_CASE("waiting for a slow poll asks for no look each millisecond") {
  Bench lift{{bus({door_closed, car_moving}, 4s), lines({door_zone, safety_chain})}};
  lift.set(0s, {{door_zone, 1}, {safety_chain, 1}}).set(1s, {{door_closed, 0}, {car_moving, 1}});
  lift.set(2s, {{door_zone, 0}, {safety_chain, 0}});
  int looks = 0;
  while (lift.lift.look_again_at() < at(9s)) {
    lift.lift.look(lift.lift.look_again_at());
    ++looks;
  }
  CHECK(looks < 20);
}

}  // namespace liftbox::test
