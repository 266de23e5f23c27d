#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

/// Confirmed at 320 s: shut in the zone since 20 s with a passenger.
Bench shut_in() {
  Bench lift{service_mode, car_moving, door_zone, door_closed, presence, load_kg};
  lift.set(
      0s,
      {{service_mode, 1}, {car_moving, 0}, {door_zone, 1}, {door_closed, 0}, {presence, 1}, {load_kg, 75}});
  lift.set(1500ms, {{door_closed, 1}}).until(301'500ms);
  lift.said();
  return lift;
}

/// The same between landings, confirmed at 110 s.
Bench stuck_and_confirmed() {
  Bench lift{service_mode, car_moving, door_zone, door_closed, presence, load_kg};
  lift.set(
      0s,
      {{service_mode, 1}, {car_moving, 1}, {door_zone, 0}, {door_closed, 1}, {presence, 1}, {load_kg, 75}});
  lift.set(20s, {{car_moving, 0}}).until(110s);
  lift.said();
  return lift;
}

}  // namespace

TEST_CASE("a confirmed entrapment does not end because the car moves") {
  Bench lift = stuck_and_confirmed();
  lift.set(120s, {{car_moving, 1}}).set(140s, {{car_moving, 0}, {door_zone, 1}}).until(1h);
  CHECK(lift.said() ==
        Said{"123000 stopped_outside_door_zone cleared certain", "170000 door_open_fault raised certain"});
  CHECK_FALSE(lift.entrapment().released);
}

TEST_CASE("an opening in the zone releases, emptiness clears") {
  Bench lift = shut_in();
  lift.set(400s, {{door_closed, 0}}).until(401'999ms);
  CHECK(lift.said().empty());
  lift.set(405s, {{presence, 0}, {load_kg, 0}}).until(414'999ms);
  CHECK(lift.said() == Said{"402000 entrapment released certain"});
  lift.until(415s);
  CHECK(lift.said() == Said{"415000 entrapment cleared certain"});
  CHECK(lift.entrapment().released == at(402s));
  CHECK(lift.entrapment().cleared == at(415s));
  CHECK(lift.entrapment().ended_by == EntrapmentEvidence::End::empty);
  CHECK(lift.entrapment().self_released);
}

TEST_CASE("released by a technician on site is not self-released") {
  Bench lift = shut_in();
  SECTION("who says so") {
    lift.person(390s, PersonSays::What::on_site);
  }
  SECTION("who sets the lift to inspection") {
    lift.set(390s, {{service_mode, 2}});
  }
  CHECK(lift.said() == Said{"390000 entrapment on_site certain"});
  lift.set(400s, {{door_closed, 0}}).until(700s);
  CHECK(lift.entrapment().ended_by == EntrapmentEvidence::End::time);
  CHECK(lift.entrapment().cleared == at(522s));
  CHECK(lift.entrapment().on_site == at(390s));
  CHECK_FALSE(lift.entrapment().self_released);
}

TEST_CASE("a technician may close an incident, and the same hold is not held against anybody again") {
  Bench lift = stuck_and_confirmed();
  lift.person(200s, PersonSays::What::close);
  CHECK(lift.said() == Said{"200000 entrapment cleared certain"});
  CHECK(lift.entrapment().ended_by == EntrapmentEvidence::End::technician);
  SECTION("but load in the car is timed anew from then") {
    lift.until(289'999ms);
    CHECK(lift.said() == Said{"245000 entrapment suspected certain"});
    lift.until(290s);
    CHECK(lift.said() == Said{"290000 entrapment confirmed certain"});
  }
  SECTION("an empty car is left alone") {
    lift.set(201s, {{presence, 0}, {load_kg, 0}}).person(246s, PersonSays::What::close).said();
    lift.until(24h);
    CHECK(lift.said().empty());
  }
}

TEST_CASE("a door open outside the zone releases after 60 s without presence") {
  Bench lift = stuck_and_confirmed();
  lift.set(200s, {{door_closed, 0}}).set(230s, {{presence, 0}, {load_kg, 0}}).until(289'999ms);
  CHECK(lift.said().empty());
  lift.until(290s);
  CHECK(lift.said() == Said{"290000 entrapment released certain"});
  CHECK(lift.occupancy() == Occupancy::unknown);
  lift.until(409'999ms);
  CHECK(lift.said().empty());
  lift.until(410s);
  CHECK(lift.said() == Said{"410000 entrapment cleared certain"});
  SECTION("the next hold needs a sign of somebody") {
    lift.set(500s, {{door_closed, 1}}).until(24h);
    CHECK(lift.said().empty());
  }
  SECTION("load is one: the hold begins with it, counted from the shut door") {
    lift.set(500s, {{door_closed, 1}}).set(600s, {{load_kg, 75}}).until(610s);
    CHECK(lift.said() == Said{"600000 entrapment confirmed certain"});
  }
}

TEST_CASE("presence unknown releases nobody outside the zone") {
  Bench lift = stuck_and_confirmed();
  lift.set(200s, {{door_closed, 0}}).lose(210s, {presence}).until(1h);
  CHECK(lift.said().empty());
}

TEST_CASE("shut in again before the incident is over: a new incident when it is") {
  Bench lift = shut_in();
  lift.set(400s, {{door_closed, 0}}).set(410s, {{door_closed, 1}}).until(522s);
  CHECK(lift.said() == Said{"402000 entrapment released certain", "522000 entrapment cleared certain",
                            "522000 entrapment suspected certain"});
  lift.until(710s);
  CHECK(lift.said() == Said{"710000 entrapment confirmed certain"});
}

TEST_CASE("a suspicion clears when its hold ends, and says how") {
  using End = EntrapmentEvidence::End;
  Bench lift{service_mode, car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{service_mode, 1}, {car_moving, 0}, {door_zone, 1}, {door_closed, 1}, {load_kg, 75}})
      .until(31s);
  CHECK(lift.said() == Said{"30000 entrapment suspected certain"});
  SECTION("moved for 3 s") {
    lift.set(40s, {{car_moving, 1}}).until(42'999ms);
    CHECK(lift.said().empty());
    lift.until(43s);
    CHECK(lift.entrapment().ended_by == End::moved);
  }
  SECTION("the door opened") {
    lift.set(40s, {{door_closed, 0}}).until(42s);
    CHECK(lift.entrapment().ended_by == End::door_opened);
  }
  SECTION("it left the zone") {
    lift.set(40s, {{door_zone, 0}});
    CHECK(lift.entrapment().ended_by == End::left_zone);
  }
  SECTION("the fire brigade took the lift") {
    lift.set(40s, {{service_mode, 4}});
    CHECK(lift.entrapment().ended_by == End::disarmed);
  }
  CHECK(lift.said().size() == 1);
  CHECK_FALSE(lift.entrapment().self_released);
}

}  // namespace liftbox::test
