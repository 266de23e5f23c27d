#include <catch2/catch.hpp>

#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

LiftFacts known_codes() {
  LiftFacts facts;
  facts.controller_faults = {{38, EventType::position_lost}, {41, EventType::safety_chain_open}};
  return facts;
}

Bench bench(std::initializer_list<Signal> signals, Moment start = {}) {
  return Bench{{lines(signals)}, {}, known_codes(), start};
}

/// 10 s without a word of it.
void ordinary_run(Bench& lift, Duration begin) {
  lift.set(begin, {{car_moving, 1}}).set(begin + 8s, {{car_moving, 0}}).until(begin + 10s);
}

}  // namespace

TEST_CASE("a controller's code raises the fault that it stands for") {
  Bench lift = bench({car_moving, controller_fault});
  lift.set(0s, {{car_moving, 0}, {controller_fault, 38}}).until(9'999ms);
  CHECK(lift.said().empty());
  lift.until(10s);
  CHECK(lift.said() == Said{"10000 position_lost raised certain"});

  SECTION("cleared when the code is gone and the lift has run") {
    lift.set(20s, {{controller_fault, 0}});
    ordinary_run(lift, 30s);
    CHECK(lift.said() == Said{"39000 position_lost cleared certain"});
  }
  SECTION("not by a run alone, nor by a code that nobody can read") {
    ordinary_run(lift, 30s);
    lift.lose(50s, {controller_fault}).until(100s);
    CHECK(lift.said().empty());
    lift.set(110s, {{controller_fault, 0}});
    CHECK(lift.said() == Said{"110000 position_lost cleared certain"});
  }
  SECTION("another code is another fault, timed by itself") {
    lift.set(20s, {{controller_fault, 77}}).until(29'999ms);
    CHECK(lift.said().empty());
    lift.until(30s);
    CHECK(lift.said() == Said{"30000 restart_prevented raised certain"});
  }
}

TEST_CASE("what the controller and a detector both see is one incident, until neither sees it") {
  Bench lift = bench({car_moving, controller_fault, floor});
  lift.set(0s, {{car_moving, 0}, {controller_fault, 0}, {floor, 3}});
  ordinary_run(lift, 10s);
  lift.set(30s, {{floor, 0}, {controller_fault, 38}}).until(60s);
  CHECK(lift.said() == Said{"33000 position_lost raised certain"});
  lift.set(60s, {{controller_fault, 0}});
  ordinary_run(lift, 70s);
  CHECK(lift.said().empty());
  lift.set(90s, {{floor, 1}}).set(95s, {{floor, 2}}).set(100s, {{floor, 3}}).set(105s, {{floor, 4}});
  CHECK(lift.said() == Said{"105000 position_lost cleared certain"});
}

TEST_CASE("a code that is not read any more is possible, and certain once it is read again") {
  Bench lift = bench({car_moving, controller_fault});
  lift.set(0s, {{car_moving, 0}, {controller_fault, 38}}).lose(5s, {controller_fault}).until(10s);
  CHECK(lift.said() == Said{"10000 position_lost raised possible"});
  lift.set(20s, {{controller_fault, 38}}).until(40s);
  CHECK(lift.said() == Said{"20000 position_lost confirmed certain"});
}

TEST_CASE("a restart neither forgets a code's fault nor tells it twice") {
  Bench before = bench({car_moving, controller_fault});
  before.set(0s, {{car_moving, 0}, {controller_fault, 38}}).until(20s);
  CHECK(before.said() == Said{"10000 position_lost raised certain"});
  Journal journal{{"box", ""}, {}, {}};
  const MemoryAnchor anchor{"boot", at(20s), 0, true};
  Bench after = bench({car_moving, controller_fault}, at(20s));
  restore_memory(save_memory(before.lift, journal, anchor), after.lift, journal, anchor);
  after.set(21s, {{car_moving, 0}, {controller_fault, 38}}).until(60s);
  CHECK(after.said().empty());
  after.set(60s, {{controller_fault, 0}});
  ordinary_run(after, 70s);
  CHECK(after.said() == Said{"79000 position_lost cleared certain"});
}

}  // namespace liftbox::test
