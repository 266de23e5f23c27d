#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

/// Stopped at 20 s between landings with a passenger.
Bench stuck() {
  Bench lift{service_mode, car_moving, door_zone, door_closed, presence, load_kg, alarm_button};
  lift.set(0s, {{service_mode, 1},
                {car_moving, 1},
                {door_zone, 0},
                {door_closed, 1},
                {presence, 1},
                {load_kg, 75},
                {alarm_button, 0}});
  lift.set(20s, {{car_moving, 0}});
  return lift;
}

/// What was said of entrapment.
Said of_entrapment(Bench& lift) {
  Said said = lift.said();
  said.erase(
      std::remove_if(said.begin(), said.end(),
                     [](const std::string& line) { return line.find(" entrapment ") == std::string::npos; }),
      said.end());
  return said;
}

}  // namespace

TEST_CASE("an entrapment is suspected and confirmed at the exact millisecond") {
  Bench lift = stuck();
  lift.until(64'999ms);
  CHECK(lift.said().empty());
  lift.until(65s);
  CHECK(of_entrapment(lift) == Said{"65000 entrapment suspected certain"});
  lift.until(109'999ms);
  CHECK(lift.said().empty());
  lift.until(110s);
  CHECK(of_entrapment(lift) == Said{"110000 entrapment confirmed certain"});
  CHECK(lift.entrapment().stopped == at(20s));
  CHECK(lift.entrapment().suspected == at(65s));
  CHECK(lift.entrapment().confirmed == at(110s));
  CHECK(lift.entrapment().with_open == std::vector{EventType::stopped_outside_door_zone});
}

TEST_CASE("the times count from the stop, the shut door or the arming, whichever was last") {
  Bench lift{service_mode, car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{service_mode, 1}, {car_moving, 0}, {door_zone, 0}, {door_closed, 0}, {load_kg, 75}});
  SECTION("the door") {
    lift.set(1500ms, {{door_closed, 1}}).until(2h);
    CHECK(lift.entrapment().stopped == at(0s));  // taken when the hold began, and kept
  }
  SECTION("the arming") {
    lift.set(500ms, {{service_mode, 4}}).set(50s, {{service_mode, 1}}).until(94'999ms);
    CHECK(of_entrapment(lift).empty());
    lift.until(95s);
    CHECK(lift.entrapment().stopped == at(50s));
  }
}

TEST_CASE("every limit of an entrapment is a setting") {
  Rules rules;
  rules.entrapment.outside_suspect = 20s;
  rules.entrapment.outside_confirm = 40s;
  Bench lift{{lines({car_moving, door_zone, door_closed, load_kg})}, rules};
  lift.set(0s, {{car_moving, 1}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}})
      .set(20s, {{car_moving, 0}})
      .until(60s);
  CHECK(lift.said() == Said{"40000 entrapment suspected certain", "60000 entrapment confirmed certain"});
}

TEST_CASE("an unacknowledged entrapment is sent again every 60 s, as the same record") {
  Bench lift = stuck();
  lift.until(110s).said();
  lift.until(169'999ms);
  CHECK(lift.repeats() == 0);
  lift.until(170s);
  CHECK(lift.repeats() == 1);
  lift.until(230s);
  CHECK(lift.repeats() == 1);
  CHECK(of_entrapment(lift).empty());
  lift.person(240s, PersonSays::What::acknowledge);
  CHECK(of_entrapment(lift) == Said{"240000 entrapment acknowledged certain"});
  CHECK(lift.entrapment().acknowledged_by == "A1234");
  lift.until(1h);
  CHECK(lift.repeats() == 0);
}

TEST_CASE("a person can say nothing of an entrapment that is not confirmed") {
  Bench lift = stuck();
  lift.until(66s).said();
  lift.person(67s, PersonSays::What::acknowledge).person(68s, PersonSays::What::on_site);
  CHECK(lift.said().empty());
  lift.until(110s).person(120s, PersonSays::What::acknowledge).said();
  lift.person(121s, PersonSays::What::acknowledge);
  CHECK(lift.said().empty());
}

TEST_CASE("a possible entrapment becomes certain once, in the same incident") {
  Bench lift{car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{car_moving, 1}, {door_zone, 0}, {door_closed, 1}, {load_kg, 0}}).set(20s, {{car_moving, 0}});
  lift.until(199'999ms);
  CHECK(of_entrapment(lift) == Said{"65000 entrapment suspected possible"});
  lift.until(200s);
  CHECK(of_entrapment(lift) == Said{"200000 entrapment confirmed possible"});
  lift.set(300s, {{load_kg, 75}}).set(400s, {{load_kg, 0}}).set(500s, {{load_kg, 75}}).until(1h);
  CHECK(of_entrapment(lift) == Said{"300000 entrapment confirmed certain"});
  CHECK(lift.entrapment().confirmed == at(200s));
}

TEST_CASE("a hold goes on while its inputs are silent, and is confirmed again when they are known") {
  Bench lift = stuck();
  lift.lose(30s, {car_moving, door_zone});
  lift.until(110s);
  CHECK(of_entrapment(lift) ==
        Said{"65000 entrapment suspected possible", "110000 entrapment confirmed possible"});
  SECTION("still held") {
    lift.set(200s, {{car_moving, 0}, {door_zone, 0}}).until(300s);
    CHECK(of_entrapment(lift) == Said{"200000 entrapment confirmed certain"});
  }
  SECTION("it had moved on meanwhile") {
    lift.set(200s, {{car_moving, 1}, {door_zone, 0}}).until(300s);
    CHECK(of_entrapment(lift).empty());
  }
}

TEST_CASE("a bus that dies in motion invents no entrapment") {
  Bench lift{car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{car_moving, 1}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}});
  lift.lose(20s, {car_moving, door_zone, door_closed, load_kg}).until(24h);
  CHECK(lift.said() == Said{"50000 source_lost raised certain"});
}

TEST_CASE("a bus that dies in motion leaves the stop to the lines that do not change any more") {
  Bench lift{car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{car_moving, 1}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}}).lose(20s, {car_moving});
  lift.until(79'999ms);
  CHECK(lift.said().empty());
  lift.until(200s);
  CHECK(of_entrapment(lift) ==
        Said{"80000 entrapment suspected certain", "110000 entrapment confirmed certain"});
}

TEST_CASE("rows of one instant are one state: the car stops as it reaches the zone") {
  Bench lift = stuck();
  lift.set(30s, {{car_moving, 1}}).set(40s, {{car_moving, 0}, {door_zone, 1}, {alarm_button, 1}}).until(55s);
  CHECK(lift.said() == Said{"40500 alarm_button raised certain", "55000 entrapment confirmed certain"});
}

}  // namespace liftbox::test
