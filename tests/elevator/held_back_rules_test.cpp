#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

constexpr Value inspection = 2;
constexpr Value normal = 1;

/// Of one rule: what happens to a lift is seldom the affair of one alone.
Said of(std::string_view rule, Said all) {
  const std::string word = ' ' + std::string{rule} + ' ';
  std::erase_if(all, [&](const std::string& line) { return line.find(word) == std::string::npos; });
  return all;
}

}  // namespace

TEST_CASE("a car that counts as empty is held back by the latch") {
  Bench lift{car_moving, door_zone, door_closed, door_open_command, presence};
  lift.set(0s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 1}, {door_open_command, 0}, {presence, 0}});
  lift.set(1s, {{door_closed, 0}}).set(20s, {{door_closed, 1}}).until(30s);
  REQUIRE(lift.occupancy() == Occupancy::empty);
  SECTION("outside the zone") {
    lift.set(40s, {{car_moving, 1}, {door_zone, 0}}).set(50s, {{car_moving, 0}}).until(94'999ms);
    CHECK(of("entrapment", lift.held_back()).empty());
    lift.until(20min);
    CHECK(of("entrapment", lift.held_back()) == Said{"95000 entrapment latch"});
  }
  SECTION("in the zone only when the door is called for in vain: an empty car may stand at its landing") {
    lift.until(10min);
    CHECK(of("entrapment", lift.held_back()).empty());
    lift.set(10min, {{door_open_command, 1}}).until(609'999ms);
    CHECK(of("entrapment", lift.held_back()).empty());
    lift.until(20min);
    CHECK(of("entrapment", lift.held_back()) == Said{"610000 entrapment latch"});
  }
}

TEST_CASE("an entrapment that was told is not held back beside it") {
  Bench lift{service_mode, car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{service_mode, normal}, {car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}});
  SECTION("confirmed, then the technician comes") {
    lift.until(100s).set(110s, {{service_mode, inspection}}).until(20min);
  }
  SECTION("suspected, then ended by the mode") {
    lift.until(50s).set(60s, {{service_mode, inspection}}).until(20min);
    CHECK(of("entrapment", lift.said()).size() == 2);
  }
  SECTION("closed by the technician, who goes on to work at the lift") {
    lift.until(100s).person(110s, PersonSays::What::close).set(120s, {{service_mode, inspection}});
    lift.until(150s);
  }
  CHECK(of("entrapment", lift.held_back()).empty());
}

TEST_CASE("a passenger behind doors that do not report is held back by them") {
  Bench lift{car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{car_moving, 1}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}});
  lift.lose(8s, {door_closed}).set(10s, {{car_moving, 0}, {door_zone, 1}}).until(10min);
  CHECK(of("entrapment", lift.said()).empty());
  CHECK(of("entrapment", lift.held_back()) == Said{"40000 entrapment unknown_input door_closed"});
}

TEST_CASE("a technician at the doors") {
  Bench lift{service_mode, car_moving, door_zone, door_closed, door_open, door_open_command, load_kg};
  lift.set(0s, {{service_mode, inspection},
                {car_moving, 0},
                {door_zone, 1},
                {door_closed, 1},
                {door_open, 0},
                {door_open_command, 0},
                {load_kg, 75}});
  SECTION("leaves it half shut") {
    lift.set(10s, {{door_closed, 0}}).set(12s, {{door_open, 1}}).set(20s, {{door_open, 0}}).until(1h);
    CHECK(of("door_close_fault", lift.held_back()) == Said{"200000 door_close_fault mode inspection"});
  }
  SECTION("lets it reopen again and again") {
    lift.set(10s, {{door_closed, 0}}).set(12s, {{door_open, 1}});
    for (int i = 0; i < 8; ++i)
      lift.set(20s + i * 10s, {{door_open, 0}}).set(25s + i * 10s, {{door_open, 1}});
    CHECK(of("door_close_fault", lift.held_back()) == Said{"75000 door_close_fault mode inspection"});
  }
  SECTION("leaves it open, as he may") {
    lift.set(10s, {{door_closed, 0}}).set(12s, {{door_open, 1}}).until(1h);
    CHECK(of("door_close_fault", lift.held_back()).empty());
  }
  SECTION("has moved the car, and it does not open: one of its two reasons is said") {
    lift.set(10s, {{car_moving, 1}}).set(20s, {{car_moving, 0}, {door_open_command, 1}}).until(10min);
    CHECK(of("door_open_fault", lift.held_back()) == Said{"30000 door_open_fault mode inspection"});
  }
  SECTION("has moved the car and stands in it") {
    lift.set(10s, {{car_moving, 1}}).set(20s, {{car_moving, 0}}).until(10min);
    CHECK(of("door_open_fault", lift.held_back()) == Said{"50000 door_open_fault mode inspection"});
  }
  SECTION("drives with it open") {
    lift.set(10s, {{car_moving, 1}, {door_zone, 0}}).set(11s, {{door_closed, 0}}).until(20s);
    CHECK(of("door_open_while_moving", lift.held_back()) ==
          Said{"11200 door_open_while_moving mode inspection"});
  }
  for (const std::string& said : lift.said()) CHECK(said == "300000 maintenance_started noted certain");
}

TEST_CASE("a safety chain that opens as the car runs is held back") {
  Bench lift{service_mode, car_moving, door_zone, door_closed, safety_chain, door_open_command};
  const auto run_and_open = [&](Value mode) {
    lift.set(0s, {{service_mode, mode},
                  {car_moving, 1},
                  {door_zone, 0},
                  {door_closed, 1},
                  {safety_chain, 1},
                  {door_open_command, 0}});
  };
  SECTION("in inspection, once for an opening") {
    run_and_open(inspection);
    lift.set(10s, {{safety_chain, 0}, {car_moving, 0}}).set(20s, {{service_mode, normal}}).until(30s);
    CHECK(of("safety_chain_open", lift.held_back()) == Said{"10200 safety_chain_open mode inspection"});
    CHECK(of("safety_chain_open", lift.said()).empty());
  }
  SECTION("not when it closes at once") {
    run_and_open(inspection);
    lift.set(10s, {{safety_chain, 0}}).set(10'199ms, {{safety_chain, 1}}).until(30s);
    CHECK(of("safety_chain_open", lift.held_back()).empty());
  }
  SECTION("while nobody knows whether a landing explains it") {
    run_and_open(normal);
    lift.lose(5s, {door_zone}).set(7s, {{door_closed, 0}}).set(10s, {{safety_chain, 0}}).until(30s);
    CHECK(of("safety_chain_open", lift.held_back()) ==
          Said{"10200 safety_chain_open unknown_input door_zone"});
  }
}

TEST_CASE(
    "a safety chain that opens as the car runs is not judged by what is not known or what doors explain") {
  Bench lift{service_mode, car_moving, door_zone, door_closed, safety_chain, door_open_command};
  lift.set(0s, {{service_mode, normal},
                {car_moving, 1},
                {door_zone, 0},
                {door_closed, 1},
                {safety_chain, 1},
                {door_open_command, 0}});
  SECTION("nobody can tell whether the car moves") {
    lift.lose(5s, {car_moving}).set(10s, {{safety_chain, 0}}).until(10'199ms);
    CHECK(of("safety_chain_open", lift.held_back()).empty());
    lift.until(30s);
    CHECK(of("safety_chain_open", lift.held_back()) ==
          Said{"10200 safety_chain_open unknown_input car_moving"});
  }
  SECTION("it opens at a landing with the doors: that is filtered, once for a stop") {
    lift.set(10s, {{door_zone, 1}, {door_open_command, 1}, {safety_chain, 0}});
    lift.set(10'100ms, {{door_closed, 0}}).set(11s, {{car_moving, 0}}).until(30s);
    CHECK(of("safety_chain_open", lift.held_back()) ==
          Said{"10200 safety_chain_open filter door_at_landing"});
  }
  SECTION("doors that open after the stop have nothing to be held back") {
    lift.set(10s, {{door_zone, 1}, {car_moving, 0}})
        .set(11s, {{door_closed, 0}, {safety_chain, 0}})
        .until(30s);
    CHECK(of("safety_chain_open", lift.held_back()).empty());
  }
  CHECK(of("safety_chain_open", lift.said()).empty());
}

TEST_CASE("a door that should shut, and nobody can tell whether it stands open at a landing") {
  Bench lift{car_moving, door_zone, door_closed, door_close_command};
  lift.set(0s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 0}, {door_close_command, 0}});
  lift.lose(10s, {door_zone});
  SECTION("timed from the sign that it should shut") {
    lift.set(20s, {{door_close_command, 1}}).set(22s, {{door_close_command, 0}}).until(199'999ms);
    CHECK(of("door_close_fault", lift.held_back()).empty());
    lift.until(10min);
    CHECK(of("door_close_fault", lift.held_back()) ==
          Said{"200000 door_close_fault unknown_input door_zone"});
  }
  SECTION("not without a sign") {
    lift.until(10min);
    CHECK(of("door_close_fault", lift.held_back()).empty());
  }
  SECTION("not once it has shut") {
    lift.set(20s, {{door_close_command, 1}}).set(100s, {{door_closed, 1}}).until(10min);
    CHECK(of("door_close_fault", lift.held_back()).empty());
  }
  CHECK(lift.said().empty());
}

TEST_CASE("a car that moves with a door open, and nobody can tell whether it only levels") {
  Bench lift{car_moving, door_zone, door_closed};
  lift.set(0s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 0}}).lose(5s, {door_zone});
  lift.set(10s, {{car_moving, 1}});
  SECTION("for 200 ms") {
    lift.until(10'199ms);
    CHECK(of("unintended_movement", lift.held_back()).empty());
    lift.set(11s, {{car_moving, 0}}).until(20s);
    CHECK(of("unintended_movement", lift.held_back()) ==
          Said{"10200 unintended_movement unknown_input door_zone"});
  }
  SECTION("not when it is back in the zone at once") {
    lift.set(10'100ms, {{door_zone, 1}}).until(20s);
    CHECK(of("unintended_movement", lift.held_back()).empty());
  }
  CHECK(of("unintended_movement", lift.said()).empty());
}

TEST_CASE("a door that is open on the way, and nobody read it when the car set off") {
  Bench lift{car_moving, door_zone, door_closed};
  lift.set(0s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 1}}).lose(5s, {door_closed});
  lift.set(10s, {{car_moving, 1}, {door_zone, 0}}).set(15s, {{door_closed, 0}}).until(30s);
  CHECK(of("door_open_while_moving", lift.said()).empty());
  CHECK(of("door_open_while_moving", lift.held_back()) ==
        Said{"15200 door_open_while_moving unknown_input doors_at_start"});
}

TEST_CASE("a lift in daily use of which nobody knows whether it runs is held back for a day") {
  Bench lift{car_moving, mains_power};
  for (int run = 0; run < 7 * 24; ++run)
    lift.set(run * 1h, {{car_moving, 1}, {mains_power, 1}}).set(run * 1h + 10s, {{car_moving, 0}});
  const Duration last_run = (7 * 24 - 1) * 1h + 10s;
  lift.lose(last_run + 1h, {car_moving}).until(last_run + 24h - 1ms);
  CHECK(of("prolonged_outage", lift.held_back()).empty());
  lift.until(last_run + 72h);
  CHECK(of("prolonged_outage", lift.held_back()) == Said{std::to_string(Duration{last_run + 24h}.count()) +
                                                         " prolonged_outage unknown_input car_moving"});
  CHECK(of("prolonged_outage", lift.said()).empty());
}

TEST_CASE("mains that fail hold an entrapment back for as long as a rescue device may take") {
  Bench lift{car_moving, door_zone, door_closed, mains_power, load_kg};
  lift.set(0s, {{car_moving, 1}, {door_zone, 0}, {door_closed, 1}, {mains_power, 1}, {load_kg, 75}});
  lift.set(10s, {{car_moving, 0}, {mains_power, 0}}).until(54'999ms);
  CHECK(of("entrapment", lift.held_back()).empty());
  SECTION("until the car is fetched") {
    lift.set(100s, {{car_moving, 1}}).set(110s, {{door_zone, 1}}).set(120s, {{car_moving, 0}});
    lift.set(122s, {{door_closed, 0}}).until(5min);
    CHECK(of("entrapment", lift.said()).empty());
  }
  SECTION("or the time is over") {
    lift.until(175s);
    CHECK(of("entrapment", lift.said()) == Said{"175000 entrapment suspected certain"});
  }
  CHECK(of("entrapment", lift.held_back()) == Said{"55000 entrapment filter mains_lost"});
}

TEST_CASE("a car that leaves the landing with doors nobody reads is held back by them") {
  Bench lift{car_moving, door_zone, door_closed};
  lift.set(0s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 0}}).lose(5s, {door_closed});
  lift.set(10s, {{door_zone, 0}});
  SECTION("for good") {
    lift.until(20s);
    CHECK(of("unintended_movement", lift.held_back()) ==
          Said{"10200 unintended_movement unknown_input door_closed"});
  }
  SECTION("not when it is back at once") {
    lift.set(10'150ms, {{door_zone, 1}}).until(20s);
    CHECK(of("unintended_movement", lift.held_back()).empty());
  }
  CHECK(of("unintended_movement", lift.said()).empty());
}

TEST_CASE("what the controller shows in inspection is held back") {
  Bench lift{service_mode, car_moving, controller_fault, run_contactor};
  lift.set(0s, {{service_mode, inspection}, {car_moving, 0}, {controller_fault, 33}, {run_contactor, 0}});
  lift.until(1min);
  CHECK(lift.held_back() == Said{"10000 restart_prevented mode inspection"});
  lift.set(70s, {{controller_fault, 34}}).until(90s);
  CHECK(lift.held_back() == Said{"80000 restart_prevented mode inspection"});
  lift.set(100s, {{run_contactor, 1}}).until(120s);
  CHECK(lift.held_back() == Said{"110000 restart_prevented mode inspection"});
}

TEST_CASE("floor, speed and motor are held back in inspection") {
  LiftFacts facts;
  facts.rated_speed_mm_s = 1000;
  Bench lift{{lines({service_mode, car_moving, car_speed, floor, run_contactor})}, {}, facts};
  lift.set(0s,
           {{service_mode, inspection}, {car_moving, 1}, {car_speed, 300}, {floor, 3}, {run_contactor, 1}});
  SECTION("a floor that is lost") {
    lift.set(10s, {{floor, 0}}).until(20s);
    CHECK(lift.held_back() == Said{"13000 position_lost mode inspection"});
  }
  SECTION("a floor that jumps") {
    lift.set(10s, {{floor, 30}}).until(20s);
    CHECK(lift.held_back() == Said{"10000 position_lost mode inspection"});
  }
  SECTION("too fast") {
    lift.set(10s, {{car_speed, 1200}}).until(20s);
    CHECK(lift.held_back() == Said{"10200 overspeed mode inspection"});
  }
  SECTION("a motor that moves nothing, timed from each floor") {
    lift.set(10s, {{floor, 4}}).until(5min);
    CHECK(lift.held_back() == Said{"55000 run_time_limiter mode inspection"});
  }
}

TEST_CASE("a brake that is opened by hand") {
  Bench lift{service_mode, mains_power, brake_command, brake_1_released, brake_2_released};
  const auto begin = [&](Value mode, Value mains) {
    lift.set(0s, {{service_mode, mode},
                  {mains_power, mains},
                  {brake_command, 0},
                  {brake_1_released, 0},
                  {brake_2_released, 0}});
  };
  SECTION("in inspection, does not release") {
    begin(inspection, 1);
    lift.set(10s, {{brake_command, 1}}).set(10'200ms, {{brake_1_released, 1}}).until(15s);
    CHECK(lift.held_back() == Said{"11000 brake_not_released mode inspection"});
  }
  SECTION("while the mains are lost, does not set") {
    begin(normal, 0);
    lift.set(10s, {{brake_command, 1}, {brake_1_released, 1}, {brake_2_released, 1}});
    lift.set(20s, {{brake_command, 0}, {brake_1_released, 0}}).until(25s);
    CHECK(of("brake_not_set", lift.held_back()) == Said{"21000 brake_not_set mode mains_lost"});
  }
  SECTION("an arm that is not read, once for each command") {
    begin(normal, 1);
    lift.lose(5s, {brake_2_released});
    for (const Duration start : {10s, 20s})
      lift.set(start, {{brake_command, 1}, {brake_1_released, 1}})
          .set(start + 5s, {{brake_command, 0}, {brake_1_released, 0}})
          .until(start + 9s);
    CHECK(of("brake_not_set", lift.held_back()) ==
          Said{"16000 brake_not_set unknown_input brake_2_released",
               "26000 brake_not_set unknown_input brake_2_released"});
  }
  SECTION("moves without a command") {
    begin(inspection, 1);
    for (const Duration time : {10s, 12s, 14s})
      lift.set(time, {{brake_1_released, 1}}).set(time + 1s, {{brake_1_released, 0}});
    CHECK(of("sensor_conflict", lift.held_back()) == Said{"13000 sensor_conflict mode inspection"});
  }
  CHECK(of("brake_not_set", lift.said()).empty());
}

TEST_CASE("a brake that holds nothing while people open it by hand") {
  Bench lift{service_mode, mains_power, brake_command, brake_1_released, car_moving, car_position};
  const auto begin = [&](Value mode, Value mains) {
    lift.set(0s, {{service_mode, mode},
                  {mains_power, mains},
                  {brake_command, 0},
                  {brake_1_released, 0},
                  {car_moving, 0},
                  {car_position, 5000}});
  };
  SECTION("is driven against in inspection") {
    begin(inspection, 1);
    lift.set(10s, {{brake_command, 1}, {car_moving, 1}}).until(20s);
    CHECK(of("brake_drag", lift.held_back()) == Said{"11500 brake_drag mode inspection"});
  }
  SECTION("is driven against without mains: no service mode holds that back") {
    begin(normal, 0);
    lift.set(10s, {{brake_command, 1}, {car_moving, 1}}).until(20s);
    CHECK(of("brake_drag", lift.held_back()) == Said{"11500 brake_drag mode mains_lost"});
  }
  SECTION("slips without mains") {
    begin(normal, 0);
    lift.set(10s, {{car_moving, 1}}).until(20s);
    CHECK(of("brake_slip", lift.held_back()) == Said{"10200 brake_slip mode mains_lost"});
  }
  SECTION("slips, and nobody knows the mode") {
    begin(normal, 1);
    lift.lose(5s, {service_mode}).set(10s, {{car_moving, 1}}).until(20s);
    CHECK(of("brake_slip", lift.held_back()) == Said{"10200 brake_slip unknown_input service_mode"});
  }
  SECTION("creeps in inspection, once") {
    begin(inspection, 1);
    lift.set(5s, {{car_position, 5000}}).set(10s, {{car_position, 5019}}).until(20s);
    CHECK(of("brake_slip", lift.held_back()).empty());
    lift.set(30s, {{car_position, 5020}}).set(40s, {{car_position, 5050}}).until(60s);
    CHECK(of("brake_slip", lift.held_back()) == Said{"30000 brake_slip mode inspection"});
  }
  SECTION("slips and has crept: that is one") {
    begin(inspection, 1);
    lift.set(5s, {{car_position, 5000}}).set(10s, {{car_moving, 1}}).set(11s, {{car_position, 5100}});
    lift.set(12s, {{car_moving, 0}}).until(60s);
    CHECK(of("brake_slip", lift.held_back()) == Said{"10200 brake_slip mode inspection"});
  }
  CHECK(of("brake_slip", lift.said()).empty());
  CHECK(of("brake_drag", lift.said()).empty());
}

TEST_CASE("a slow cycle in inspection is held back when it would have been one too many") {
  Bench lift{service_mode, brake_command, brake_1_released};
  lift.set(0s, {{service_mode, normal}, {brake_command, 0}, {brake_1_released, 0}});
  const auto cycle = [&](Duration start) {
    lift.set(start, {{brake_command, 1}}).set(start + 200ms, {{brake_1_released, 1}});
    lift.set(start + 5s, {{brake_command, 0}}).set(start + 5'600ms, {{brake_1_released, 0}});
  };
  cycle(10s);
  SECTION("the second of ten is not") {
    lift.set(20s, {{service_mode, inspection}});
    cycle(30s);
    CHECK(of("brake_slow", lift.held_back()).empty());
  }
  SECTION("the third is") {
    cycle(20s);
    lift.set(30s, {{service_mode, inspection}});
    cycle(40s);
    CHECK(of("brake_slow", lift.held_back()) == Said{"45600 brake_slow mode inspection"});
  }
  CHECK(of("brake_slow", lift.said()).empty());
}

TEST_CASE("a fault that another explains is swallowed, and says by which") {
  Bench lift{service_mode, car_moving, door_zone, door_closed, safety_chain, controller_fault};
  lift.set(0s, {{service_mode, normal},
                {car_moving, 1},
                {door_zone, 0},
                {door_closed, 1},
                {safety_chain, 1},
                {controller_fault, 0}});
  lift.set(10s, {{car_moving, 0}, {safety_chain, 0}, {controller_fault, 33}}).until(40s);
  CHECK(lift.said() == Said{"10200 safety_chain_open raised certain"});
  CHECK(lift.held_back() == Said{"20000 restart_prevented swallowed safety_chain_open"});
}

}  // namespace liftbox::test
