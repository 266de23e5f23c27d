#include "agent/elevator/rescue.hpp"

#include <catch2/catch.hpp>

#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

EntrapmentEvidence confirmed_after_90_s() {
  EntrapmentEvidence evidence;
  evidence.stopped = at(0s);
  evidence.confirmed = at(90s);
  return evidence;
}

}  // namespace

TEST_CASE(
    "a rescue is timed as cities ask: answer, arrival, release, and all that the passenger went through") {
  EntrapmentEvidence evidence = confirmed_after_90_s();
  evidence.acknowledged = at(120s);
  evidence.on_site = at(690s);
  evidence.released = at(912s);
  evidence.cleared = at(925s);
  const RescueTimes times = rescue_times(evidence, {});
  CHECK(times.response == 30s);
  CHECK(times.arrival == 600s);
  CHECK(times.release == 222s);
  CHECK(times.shut_in == 912s);
  CHECK(times.answered_in_time == true);
  CHECK(times.reached_in_time == true);
}

TEST_CASE("an answer within three minutes and an arrival within thirty are in time") {
  EntrapmentEvidence evidence = confirmed_after_90_s();
  evidence.cleared = at(2h);
  SECTION("to the second") {
    evidence.acknowledged = at(90s + 3min);
    evidence.on_site = at(90s + 30min);
    CHECK(rescue_times(evidence, {}).answered_in_time == true);
    CHECK(rescue_times(evidence, {}).reached_in_time == true);
  }
  SECTION("and late just after") {
    evidence.acknowledged = at(90s + 3min + 1ms);
    evidence.on_site = at(90s + 30min + 1ms);
    CHECK(rescue_times(evidence, {}).answered_in_time == false);
    CHECK(rescue_times(evidence, {}).reached_in_time == false);
  }
  SECTION("who comes has answered") {
    evidence.on_site = at(90s + 2min);
    CHECK(rescue_times(evidence, {}).response == 2min);
    CHECK(rescue_times(evidence, {}).answered_in_time == true);
  }
  SECTION("nobody ever came") {
    CHECK_FALSE(rescue_times(evidence, {}).response);
    CHECK(rescue_times(evidence, {}).answered_in_time == false);
    CHECK(rescue_times(evidence, {}).reached_in_time == false);
  }
  SECTION("a city may ask for less") {
    evidence.on_site = at(90s + 20min);
    CHECK(rescue_times(evidence, {180s, 15min, 30}).reached_in_time == false);
  }
}

TEST_CASE("nobody is late for what was over before") {
  EntrapmentEvidence evidence = confirmed_after_90_s();
  evidence.released = at(200s);
  evidence.cleared = at(320s);
  const RescueTimes times = rescue_times(evidence, {});
  CHECK_FALSE(times.answered_in_time);
  CHECK_FALSE(times.reached_in_time);
  CHECK(times.shut_in == 200s);
}

TEST_CASE("who comes when the people are out already did not let them out") {
  EntrapmentEvidence evidence = confirmed_after_90_s();
  evidence.released = at(200s);
  evidence.on_site = at(260s);
  CHECK_FALSE(rescue_times(evidence, {}).release);
  CHECK(rescue_times(evidence, {}).arrival == 170s);
}

TEST_CASE("the record of the end tells how the rescue went, the records before it do not") {
  Bench lift{car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}}).until(100s);
  CHECK_FALSE(lift.entrapment().rescue);
  lift.person(150s, PersonSays::What::acknowledge).person(690s, PersonSays::What::on_site);
  lift.set(900s, {{door_zone, 1}}).set(910s, {{door_closed, 0}}).set(913s, {{load_kg, 0}}).until(20min);
  REQUIRE(lift.entrapment().rescue);
  CHECK(lift.entrapment().rescue->response == 60s);
  CHECK(lift.entrapment().rescue->release == 222s);
  CHECK_FALSE(lift.entrapment().off_for_unknown_time);
  SECTION("what was only suspected had none") {
    lift.set(21min, {{door_closed, 1}, {load_kg, 75}}).set(22min, {{door_zone, 0}}).until(23min);
    lift.set(23min + 10s, {{car_moving, 1}}).until(25min);
    REQUIRE(lift.entrapment().cleared);
    CHECK_FALSE(lift.entrapment().rescue);
  }
}

TEST_CASE("a rescue goes on over a restart, and says when nobody knows how long the box was off") {
  Bench lift{car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}}).until(100s);
  Journal journal{{"box", ""}, {}, {}};
  const bool clock_set = GENERATE(true, false);
  const std::string memory = save_memory(lift.lift, journal, {"boot 1", at(100s), 1'000'000, clock_set});
  Bench next{{lines({car_moving, door_zone, door_closed, load_kg})}, {}, {}, at(20s)};
  restore_memory(memory, next.lift, journal, {"boot 2", at(20s), 1'060'000, clock_set});
  next.set(20s, {{car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}});
  next.person(30s, PersonSays::What::acknowledge);
  next.set(40s, {{door_zone, 1}, {door_closed, 0}}).set(43s, {{load_kg, 0}}).until(5min);
  REQUIRE(next.entrapment().rescue);
  CHECK(next.entrapment().off_for_unknown_time == !clock_set);
  CHECK(next.entrapment().rescue->response ==
        (clock_set ? 80s : 20s));  // 60 s of darkness, if they are known
}

}  // namespace liftbox::test
