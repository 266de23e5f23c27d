#include "agent/elevator/one_cause.hpp"

#include <catch2/catch.hpp>

#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

using enum EventType;
using enum Phase;

const auto always = [](EventType) { return true; };

Event event(EventType type, Phase phase, Duration since = 0s, std::string subject = "") {
  return {.type = type,
          .phase = phase,
          .at = at(since),
          .since = at(since),
          .confidence = Confidence::certain,
          .subject = std::move(subject),
          .evidence = {}};
}

/// "restart_prevented raised"
Said sift(OneCause& one_cause, Duration now, std::vector<Event> said) {
  Said told;
  for (const Event& event : one_cause.sift(std::move(said), always, at(now)))
    told.push_back(std::string{name(event.type)} + ' ' + std::string{name(event.phase)});
  return told;
}

}  // namespace

TEST_CASE("a fault that another explains is not told beside it") {
  OneCause one_cause;
  const Event chain = event(safety_chain_open, raised, 10s);
  const Event stuck = event(restart_prevented, raised, 10s);
  const std::string comes = GENERATE("later", "with it, said after it", "with it, said before it", "first");
  INFO("the explained fault comes " << comes);
  if (comes == "later") {
    CHECK(sift(one_cause, 10s, {chain}) == Said{"safety_chain_open raised"});
    CHECK(sift(one_cause, 20s, {stuck}).empty());
  } else if (comes == "first") {
    CHECK(sift(one_cause, 10s, {stuck}) == Said{"restart_prevented raised"});
    const std::vector<Event> told = one_cause.sift({chain}, always, at(20s));
    REQUIRE(told.size() == 2);
    CHECK(told[0].type == safety_chain_open);
    CHECK(told[1].type == restart_prevented);
    CHECK(told[1].phase == cleared);
    CHECK(told[1].at == at(20s));
    CHECK(std::get<SwallowedEvidence>(told[1].evidence).by == safety_chain_open);
  } else {
    const bool before = comes == "with it, said before it";
    const std::vector<Event> both = before ? std::vector{stuck, chain} : std::vector{chain, stuck};
    CHECK(sift(one_cause, 20s, both) == Said{"safety_chain_open raised"});
  }
  CHECK(one_cause.open() == std::vector{safety_chain_open});

  SECTION("told after all when it outlasts the other") {
    const std::vector<Event> told = one_cause.sift({event(safety_chain_open, cleared)}, always, at(60s));
    REQUIRE(told.size() == 2);
    CHECK(told[0].phase == cleared);
    CHECK(told[1].type == restart_prevented);
    CHECK(told[1].phase == raised);
    CHECK(told[1].at == at(60s));
    CHECK(told[1].since == at(10s));
    CHECK(sift(one_cause, 70s, {event(restart_prevented, cleared)}) == Said{"restart_prevented cleared"});
    CHECK(one_cause.open().empty());
  }
  SECTION("never told when both are over at one moment") {
    CHECK(sift(one_cause, 60s, {event(restart_prevented, cleared), event(safety_chain_open, cleared)}) ==
          Said{"safety_chain_open cleared"});
    CHECK(one_cause.memory.seen.empty());
  }
  SECTION("never told when it is over before the other") {
    CHECK(sift(one_cause, 50s, {event(restart_prevented, cleared)}).empty());
    CHECK(sift(one_cause, 60s, {event(safety_chain_open, cleared)}) == Said{"safety_chain_open cleared"});
  }
}

TEST_CASE("what two detectors see is one incident") {
  OneCause one_cause;
  Event first = event(position_lost, raised);
  SECTION("told once, and over when neither sees it") {
    CHECK(sift(one_cause, 0s, {first}) == Said{"position_lost raised"});
    CHECK(sift(one_cause, 1s, {event(position_lost, raised)}).empty());
    CHECK(sift(one_cause, 2s, {event(position_lost, cleared)}).empty());
    CHECK(sift(one_cause, 3s, {event(position_lost, cleared)}) == Said{"position_lost cleared"});
  }
  SECTION("what was possible grows certain by the other") {
    first.confidence = Confidence::possible;
    CHECK(sift(one_cause, 0s, {first}) == Said{"position_lost raised"});
    CHECK(sift(one_cause, 1s, {event(position_lost, raised)}) == Said{"position_lost confirmed"});
  }
  SECTION("but each source is lost by itself") {
    CHECK(sift(one_cause, 0s,
               {event(source_lost, raised, 0s, "lines"), event(source_lost, raised, 0s, "bus")}) ==
          Said{"source_lost raised", "source_lost raised"});
    CHECK(sift(one_cause, 1s, {event(source_lost, cleared, 0s, "bus")}) == Said{"source_lost cleared"});
  }
}

TEST_CASE("what is noted, and what was raised before memory was kept, is passed on") {
  OneCause one_cause;
  CHECK(sift(one_cause, 0s, {event(mode_inspection, noted), event(entrapment, suspected)}) ==
        Said{"mode_inspection noted", "entrapment suspected"});
  CHECK(sift(one_cause, 1s, {event(overspeed, cleared)}) == Said{"overspeed cleared"});
}

TEST_CASE("a restart does not forget what another fault explains") {
  const auto bench = [](Moment start) {
    return Bench{
        {lines({car_moving, door_zone, door_closed, safety_chain, controller_fault})}, {}, {}, start};
  };
  Bench before = bench({});
  before
      .set(0s, {{car_moving, 1}, {door_zone, 0}, {door_closed, 1}, {safety_chain, 1}, {controller_fault, 0}})
      .set(10s, {{safety_chain, 0}})
      .set(11s, {{car_moving, 0}, {controller_fault, 41}})
      .until(30s);
  CHECK(before.said() == Said{"10200 safety_chain_open raised certain"});
  Journal journal{{"box", ""}, {}, {}};
  const MemoryAnchor anchor{"boot", at(30s), 0, true};
  Bench after = bench(at(30s));
  restore_memory(save_memory(before.lift, journal, anchor), after.lift, journal, anchor);
  after
      .set(31s,
           {{car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {safety_chain, 1}, {controller_fault, 41}})
      .until(40s);
  CHECK(after.said() ==
        Said{"36000 safety_chain_open cleared certain", "36000 restart_prevented raised certain"});
}

}  // namespace liftbox::test
