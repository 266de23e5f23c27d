#include <catch2/catch.hpp>

#include "agent/elevator/causes/suggest.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

/// "landing_door_lock 70: safety_chain_open", the likeliest first.
Said causes_of(const EntrapmentEvidence& evidence) {
  Said all;
  for (const SuggestedCause& one : evidence.causes) {
    std::string line = std::string{name(one.cause)} + ' ' + std::to_string(one.weight) + ':';
    for (const CauseSign& sign : one.signs)
      line += ' ' + std::string{sign.signal ? name(*sign.signal) : name(sign.incident)};
    all.push_back(line);
  }
  return all;
}

std::vector<SourceBindings> sensors() {
  return {lines({car_moving, car_direction, door_zone, door_closed, door_open, door_locked, door_obstructed,
                 safety_chain, mains_power, load_kg, cabinet_temperature, controller_fault})};
}

/// On its way up with somebody in it.
Bench& under_way(Bench& lift) {
  return lift.set(0s, {{car_moving, 1},
                       {car_direction, 1},
                       {door_zone, 0},
                       {door_closed, 1},
                       {door_open, 0},
                       {door_locked, 1},
                       {door_obstructed, 0},
                       {safety_chain, 1},
                       {mains_power, 1},
                       {load_kg, 75},
                       {cabinet_temperature, 300},
                       {controller_fault, 0}});
}

EntrapmentEvidence stopped_at(Duration time) {
  EntrapmentEvidence evidence;
  evidence.stopped = at(time);
  return evidence;
}

}  // namespace

TEST_CASE("what shut people in is suggested with the alarm, each with what speaks for it") {
  LiftFacts facts;
  facts.rated_load_kg = 1000;
  facts.controller_causes = {{12, Cause::inverter}};
  Bench lift{sensors(), {}, facts};
  under_way(lift);
  SECTION("nothing, where nothing was seen") {
    lift.set(20s, {{car_moving, 0}}).until(2min);
    CHECK(causes_of(lift.entrapment()).empty());
  }
  SECTION("the supply failed as it ran") {
    lift.set(20s, {{mains_power, 0}}).set(21s, {{car_moving, 0}}).until(4min);
    CHECK(causes_of(lift.entrapment()) == Said{"power_cut 90: mains_lost", "main_supply 30: mains_lost"});
    CHECK(lift.entrapment().causes[0].signs[0].at == at(23s));
  }
  SECTION("the supply failed while it stood") {
    lift.set(20s, {{car_moving, 0}}).set(30s, {{mains_power, 0}}).until(4min);
    CHECK(causes_of(lift.entrapment()) == Said{"main_supply 70: mains_lost", "main_switch 40: mains_lost"});
  }
  SECTION("a landing door's lock opened the safety chain") {
    lift.set(20s, {{safety_chain, 0}, {door_locked, 0}, {car_moving, 0}}).until(2min);
    CHECK(causes_of(lift.entrapment()) == Said{"landing_door_lock 70: safety_chain_open",
                                               "car_door_lock 45: safety_chain_open",
                                               "safety_chain 40: safety_chain_open"});
  }
  SECTION("the chain opened elsewhere: its locks are made") {
    lift.set(20s, {{safety_chain, 0}, {car_moving, 0}}).until(2min);
    CHECK(causes_of(lift.entrapment()) == Said{"safety_chain 80: safety_chain_open"});
  }
  SECTION("too many people") {
    lift.set(10s, {{load_kg, 1001}}).set(20s, {{car_moving, 0}}).until(2min);
    CHECK(causes_of(lift.entrapment()) == Said{"overload 80: load_kg"});
    CHECK(lift.entrapment().causes[0].signs[0].value == 1001);
  }
  SECTION("as many as the plate says are not too many") {
    lift.set(10s, {{load_kg, 1000}}).set(20s, {{car_moving, 0}}).until(2min);
    CHECK(causes_of(lift.entrapment()).empty());
  }
  SECTION("the cabinet was at 50 degrees") {
    lift.set(10s, {{cabinet_temperature, 500}}).set(20s, {{car_moving, 0}}).until(2min);
    CHECK(causes_of(lift.entrapment()) == Said{"machine_room_hot 60: cabinet_temperature"});
  }
  SECTION("a warm cabinet is none") {
    lift.set(10s, {{cabinet_temperature, 499}}).set(20s, {{car_moving, 0}}).until(2min);
    CHECK(causes_of(lift.entrapment()).empty());
  }
  SECTION("the controller names a part") {
    lift.set(20s, {{controller_fault, 12}, {car_moving, 0}}).until(2min);
    CHECK(causes_of(lift.entrapment()) ==
          Said{"inverter 105: restart_prevented controller_fault", "motor 20: restart_prevented"});
  }
}

TEST_CASE("what was over ten minutes before the stop is not told as a cause") {
  Lately::Memory lately;
  lately.told.push_back(
      {.type = EventType::mains_lost, .subject = {}, .at = at(0s), .over = at(60s), .in_motion = true});
  CHECK(suggest_causes(lately, stopped_at(11min), {}, {}).size() == 2);
  CHECK(suggest_causes(lately, stopped_at(11min + 1ms), {}, {}).empty());
  lately.told[0].over.reset();
  CHECK(suggest_causes(lately, stopped_at(24h), {}, {}).size() == 2);
}

TEST_CASE("a door that is held open or reopens again and again may be why") {
  Bench lift{sensors()};
  lift.set(0s, {{car_moving, 0},
                {door_zone, 1},
                {door_closed, 0},
                {door_open, 1},
                {door_obstructed, 0},
                {load_kg, 75}});
  const auto shut_in = [&](Duration shut) {
    lift.set(shut, {{door_closed, 1}, {door_open, 0}}).until(shut + 6min);
    return causes_of(lift.entrapment());
  };
  SECTION("held for ten seconds") {
    lift.set(10s, {{door_obstructed, 1}}).set(20s, {{door_obstructed, 0}});
    CHECK(shut_in(30s) == Said{"door_held 50: door_obstructed"});
  }
  SECTION("not by one who steps through") {
    lift.set(10s, {{door_obstructed, 1}}).set(19'999ms, {{door_obstructed, 0}});
    CHECK(shut_in(30s).empty());
  }
  SECTION("reopened three times") {
    for (const Duration time : {10s, 14s, 18s})
      lift.set(time, {{door_open, 0}}).set(time + 2s, {{door_open, 1}});
    CHECK(shut_in(30s) == Said{"door_held 35: door_open", "door_operator 20: door_open"});
  }
  SECTION("not twice") {
    for (const Duration time : {10s, 14s}) lift.set(time, {{door_open, 0}}).set(time + 2s, {{door_open, 1}});
    CHECK(shut_in(30s).empty());
  }
}

TEST_CASE("a lift that set its passengers free by itself has recovered, as is known when it is over") {
  Bench lift{sensors()};
  under_way(lift).set(20s, {{car_moving, 0}}).until(2min);
  CHECK(causes_of(lift.entrapment()).empty());
  lift.set(3min, {{car_moving, 1}}).set(190s, {{door_zone, 1}}).set(192s, {{car_moving, 0}});
  lift.set(195s, {{door_closed, 0}}).until(10min);
  REQUIRE(lift.entrapment().cleared);
  CHECK(causes_of(lift.entrapment()) == Said{"recovered 50: entrapment"});
}

TEST_CASE("every incident that speaks for a cause speaks loudest for one") {
  using Case = std::pair<EventType, Cause>;
  const auto [incident, cause] = GENERATE(
      Case{EventType::door_open_while_moving, Cause::door_forced},
      Case{EventType::door_open_fault, Cause::door_operator},
      Case{EventType::door_close_fault, Cause::door_operator},
      Case{EventType::brake_not_released, Cause::brake}, Case{EventType::brake_not_set, Cause::brake},
      Case{EventType::brake_drag, Cause::brake}, Case{EventType::brake_slip, Cause::brake},
      Case{EventType::brake_degrading, Cause::brake}, Case{EventType::brake_slow, Cause::brake},
      Case{EventType::run_time_limiter, Cause::motor}, Case{EventType::restart_prevented, Cause::inverter},
      Case{EventType::unintended_movement, Cause::unintended_movement},
      Case{EventType::position_lost, Cause::encoder},
      Case{EventType::safety_chain_open, Cause::safety_chain});
  Lately::Memory lately;
  lately.told.push_back({.type = incident, .subject = {}, .at = at(5s), .over = {}});
  const auto causes = suggest_causes(lately, stopped_at(10s), {}, {});
  CAPTURE(name(incident));
  REQUIRE_FALSE(causes.empty());
  CHECK(causes[0].cause == cause);
  CHECK(causes.size() <= 3);
}

TEST_CASE("where an incident tells less than how the car was, that decides") {
  Lately::Memory lately;
  const auto first = [&](const Lately::Told& told) {
    lately.told = {told};
    const auto causes = suggest_causes(lately, stopped_at(10s), {}, {});
    return causes.empty() ? std::nullopt : std::optional{causes[0].cause};
  };
  const Moment seen = at(5s);
  SECTION("too fast upwards, or downwards") {
    CHECK(first({.type = EventType::overspeed,
                 .subject = {},
                 .at = seen,
                 .over = {},
                 .direction = Direction::up}) == Cause::ascending_overspeed);
    CHECK(first({.type = EventType::overspeed,
                 .subject = {},
                 .at = seen,
                 .over = {},
                 .direction = Direction::down}) == std::nullopt);
  }
  SECTION("the sensor of the zone, or of a door") {
    CHECK(first({.type = EventType::sensor_stuck, .subject = "door_zone", .at = seen, .over = {}}) ==
          Cause::levelling_sensor);
    CHECK(first({.type = EventType::sensor_stuck, .subject = "door_open", .at = seen, .over = {}}) ==
          std::nullopt);
  }
  SECTION("the chain with a car door open") {
    CHECK(first({.type = EventType::safety_chain_open,
                 .subject = {},
                 .at = seen,
                 .over = {},
                 .shut = Kleene::no}) == Cause::car_door_lock);
  }
}

TEST_CASE("what speaks for a cause survives a restart") {
  Bench lift{sensors()};
  under_way(lift).set(20s, {{safety_chain, 0}, {car_moving, 0}}).until(40s);
  Journal journal{{"box", ""}, {}, {}};
  const std::string memory = save_memory(lift.lift, journal, {"boot", at(40s), 0, false});
  Bench next{sensors(), {}, {}, at(50s)};
  restore_memory(memory, next.lift, journal, {"boot", at(50s), 0, false});
  next.set(50s, {{car_moving, 0},
                 {door_zone, 0},
                 {door_closed, 1},
                 {safety_chain, 0},
                 {mains_power, 1},
                 {load_kg, 75}});
  next.until(3min);
  CHECK(causes_of(next.entrapment()) == Said{"safety_chain 80: safety_chain_open"});
}

}  // namespace liftbox::test
