#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

using enum SelfTestEvidence::Result;
constexpr BoxTold well{.store = good, .broker = good, .receipts = good, .watchdog = absent};

Bench box_of(const BoxTold& told, const LiftFacts& facts = {}) {
  SourceBindings supply = lines({battery_mv});
  supply.source = "supply";
  Bench lift{{lines({door_zone}), supply}, {}, facts};
  lift.set(0s, {{door_zone, 1}, {battery_mv, 12'800}});
  lift.tell(lift.lift.box(told, at(0s)));
  return lift;
}

/// As the daemon does, once a minute.
void a_while(Bench& lift, Duration from, Duration to) {
  for (Duration time = from; time <= to; time += 1min) lift.tell(lift.lift.box(well, at(time)));
}

}  // namespace

TEST_CASE("the box tests itself ten minutes after its first start, then every 72 h") {
  Bench lift = box_of(well);
  a_while(lift, 1min, 9min);
  CHECK(lift.said().empty());
  a_while(lift, 10min, 10min);
  CHECK(lift.said() == Said{"600000 self_test noted certain"});
  CHECK(lift.evidence<SelfTestEvidence>().passed());
  CHECK_FALSE(lift.evidence<SelfTestEvidence>().interval);
  a_while(lift, 11min, 72h + 9min);
  CHECK(lift.said().empty());
  a_while(lift, 72h + 10min, 72h + 10min);
  CHECK(lift.said() == Said{"259800000 self_test noted certain"});
  CHECK(lift.evidence<SelfTestEvidence>().interval == 72h);
  CHECK_FALSE(lift.evidence<SelfTestEvidence>().while_on_only);
}

TEST_CASE("a self-test names what is not as it should be") {
  LiftFacts facts;
  facts.box.battery_low_mv = 12'900;
  Bench lift = box_of({.store = bad, .broker = bad, .receipts = bad, .watchdog = good}, facts);
  lift.lose(1min, {door_zone, battery_mv}).tell(lift.lift.test_box("4711", at(2min)));
  const auto& found = lift.evidence<SelfTestEvidence>();
  CHECK_FALSE(found.passed());
  CHECK(found.bad() == std::vector<std::string>{"sources", "store", "broker", "receipts", "battery"});
  CHECK(found.silent_sources == std::vector<std::string>{"lines", "supply"});
  CHECK(found.asked_by == "4711");
  CHECK(lift.lift.self_test().memory.bad == found.bad());
}

TEST_CASE("what is not configured is absent, and no fault") {
  Bench lift = box_of({.store = good, .broker = absent, .receipts = absent, .watchdog = absent});
  lift.tell(lift.lift.test_box("", at(1s)));
  CHECK(lift.evidence<SelfTestEvidence>().passed());
  CHECK(lift.evidence<SelfTestEvidence>().battery == absent);
}

TEST_CASE("a self-test that was asked for is one: the next is due 72 h later") {
  Bench lift = box_of(well);
  lift.tell(lift.lift.test_box("4711", at(5min))).said();
  a_while(lift, 6min, 72h + 4min);
  CHECK(lift.said().empty());
  a_while(lift, 72h + 5min, 72h + 5min);
  CHECK(lift.said() == Said{"259500000 self_test noted certain"});
}

TEST_CASE("over a restart with an unset clock the interval says that it does not count the time off") {
  Bench lift = box_of(well);
  lift.tell(lift.lift.test_box("", at(5min))).said();
  lift.lift.rebooted(false);
  a_while(lift, 6min, 72h + 5min);
  CHECK(lift.evidence<SelfTestEvidence>().while_on_only);
  SECTION("only of that interval") {
    a_while(lift, 72h + 6min, 144h + 5min);
    CHECK_FALSE(lift.evidence<SelfTestEvidence>().while_on_only);
  }
}

TEST_CASE("with the clock set the time off counts") {
  Bench lift = box_of(well);
  lift.tell(lift.lift.test_box("", at(5min))).said();
  lift.lift.rebooted(true);
  a_while(lift, 6min, 72h + 5min);
  CHECK_FALSE(lift.evidence<SelfTestEvidence>().while_on_only);
}

TEST_CASE("a trace has no box, and nothing to test") {
  Bench lift{door_zone};
  lift.set(0s, {{door_zone, 1}}).until(200h);
  CHECK(lift.said().empty());
}

}  // namespace liftbox::test
