#include <catch2/catch.hpp>

#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "tests/elevator/brake_bench.hpp"

namespace liftbox::test {
namespace {

Rules quick_to_learn() {
  Rules rules;
  rules.brake.baseline_cycles = 20;
  rules.brake.cold_baseline_cycles = 5;
  rules.brake.block_cycles = 5;
  return rules;
}

}  // namespace

TEST_CASE("an arm is slow when it sets late three times in ten cycles") {
  Bench lift = two_arms();
  Brake brake{lift};
  brake.cycles(2, {.set_1 = 501ms, .set_2 = 501ms});
  brake.cycles(5, {.set_1 = 500ms, .set_2 = 500ms});
  CHECK(lift.said().empty());
  brake.cycle({.set_1 = 501ms});
  CHECK(lift.said() == Said{"490501 brake_slow raised certain"});
}

TEST_CASE("a third late set eleven cycles after the first is not three in ten") {
  Bench lift = two_arms();
  Brake brake{lift};
  brake.cycles(2, {.set_1 = 501ms, .set_2 = 501ms});
  brake.cycles(8);
  brake.cycle({.set_1 = 501ms, .set_2 = 501ms});
  CHECK(lift.said().empty());
}

TEST_CASE("to release it has 800 ms, and what never answered in that time is late, too") {
  Bench lift = two_arms();
  Brake brake{lift};
  brake.cycles(3, {.release_1 = 801ms, .release_2 = 801ms});
  CHECK(lift.said() == Said{"180801 brake_slow raised certain", "180801 brake_slow raised certain"});
}

TEST_CASE("a brake is quick again after 50 cycles") {
  Bench lift = two_arms();
  Brake brake{lift};
  brake.cycles(3, {.set_1 = 600ms, .set_2 = 600ms});
  lift.said();
  brake.cycles(49);
  CHECK(lift.said().empty());
  brake.cycle({});
  CHECK(lift.said() == Said{"3190200 brake_slow cleared certain", "3190200 brake_slow cleared certain"});
}

TEST_CASE("two arms that differ by more than 150 ms three times in ten") {
  Bench lift = two_arms();
  Brake brake{lift};
  brake.cycles(5, {.set_1 = 350ms});
  CHECK(lift.said().empty());
  brake.cycles(3, {.set_1 = 351ms});
  CHECK(lift.said() == Said{"490351 brake_asymmetry raised certain"});
  brake.cycles(50);
  CHECK(lift.said() == Said{"3490200 brake_asymmetry cleared certain"});
}

TEST_CASE("times are not taken in inspection, without mains, nor from a poll") {
  Rules rules;
  SECTION("inspection") {
    Bench lift = two_arms();
    lift.set(1s, {{service_mode, 2}}).until(30s).said();
    Brake brake{lift};
    brake.cycles(5, {.set_1 = 700ms});
    for (const std::string& said : lift.said()) CHECK(said == "301000 maintenance_started noted certain");
  }
  SECTION("mains") {
    Bench lift = two_arms();
    lift.set(1s, {{mains_power, 0}}).until(30s).said();
    Brake brake{lift};
    brake.cycles(5, {.set_1 = 700ms});
    CHECK(lift.said().empty());
  }
  SECTION("a poll") {
    Bench lift{{bus({brake_command, brake_1_released, brake_2_released})}};
    lift.set(0s, {{brake_command, 0}, {brake_1_released, 0}, {brake_2_released, 0}});
    Brake brake{lift};
    brake.cycles(5, {.set_1 = 700ms});
    for (const std::string& line : lift.said()) CHECK(line.find("slow") == std::string::npos);
  }
}

TEST_CASE("times that grow are told of long before they are too long") {
  Bench lift = two_arms(quick_to_learn());
  Brake brake{lift};
  brake.cycles(21);
  SECTION("by 15 %: three blocks after it is no chance") {
    brake.cycles(19, {.set_1 = 230ms});
    CHECK(lift.said().empty());
    brake.cycle({.set_1 = 230ms});
    CHECK(lift.said() == Said{"2470230 brake_degrading raised certain"});
    brake.cycles(49);
    CHECK(lift.said().empty());
    brake.cycle({});
    CHECK(lift.said() == Said{"5470200 brake_degrading cleared certain"});
  }
  SECTION("by less: never") {
    brake.cycles(100, {.set_1 = 229ms});
    CHECK(lift.said().empty());
  }
  SECTION("quicker: never") {
    brake.cycles(100, {.set_1 = 100ms, .set_2 = 100ms});
    CHECK(lift.said().empty());
  }
  SECTION("once it was taken apart, what is now is the measure") {
    brake.cycles(25, {.set_1 = 240ms});
    lift.said();
    const Outcome outcome =
        lift.lift.brake_maintained({.action = BrakeAction::dismantled}, at(brake.at + 30s));
    REQUIRE(outcome.occurrences.size() == 2);
    CHECK(outcome.occurrences.front().event.type == EventType::brake_maintained);
    CHECK(outcome.occurrences.back().event.phase == Phase::cleared);
    brake.cycles(60, {.set_1 = 240ms});
    CHECK(lift.said().empty());
  }
}

TEST_CASE("what was learned of a brake outlives a restart of the box") {
  Bench before = two_arms(quick_to_learn());
  Brake early{before};
  early.cycles(21);
  const MemoryAnchor anchor{"b", at(early.at + 30s), 0, true};
  const std::string memory = save_memory(before.lift, Journal{{"box", ""}, {}, {}}, anchor);

  Bench after = two_arms(quick_to_learn());
  Journal journal{{"box", ""}, {}, {}};
  restore_memory(memory, after.lift, journal, anchor);
  at_rest(after, early.at + 30s);
  after.said();  // for long nothing was heard of the sources
  Brake late{after};
  late.at = early.at;
  late.cycles(20, {.set_1 = 230ms});
  CHECK(after.said() == Said{"2470230 brake_degrading raised certain"});
}

TEST_CASE("the first cycle after four hours is judged apart") {
  Bench lift = two_arms(quick_to_learn());
  Brake brake{lift};
  brake.cycles(21);
  for (int morning = 0; morning < 20; ++morning) {
    brake.at += 4h;
    brake.cycle({.set_1 = 230ms, .set_2 = 230ms});
    brake.cycles(3);
  }
  CHECK(lift.said().empty());
}

TEST_CASE("a plunger that sticks once in a hundred cycles") {
  Bench lift = two_arms(quick_to_learn());
  Brake brake{lift};
  brake.cycles(21);
  int stuck = 0;
  while (lift.said().empty() && stuck < 30) {
    brake.cycle({.set_1 = 300ms});
    ++stuck;
    brake.cycles(99);
  }
  CHECK(stuck == 10);
  SECTION("several in a row are one: mains that sag") {
    Bench other = two_arms(quick_to_learn());
    Brake sagging{other};
    sagging.cycles(21);
    for (int i = 0; i < 3; ++i) {
      sagging.cycles(4, {.release_1 = 300ms, .release_2 = 300ms});
      sagging.cycles(996);
    }
    CHECK(other.said().empty());
  }
}

}  // namespace liftbox::test
