#include "agent/elevator/held_back.hpp"

#include <catch2/catch.hpp>

#include "tests/elevator/bench.hpp"

namespace liftbox::test {

TEST_CASE("a fault that the service mode holds back is said once, when it would have been raised") {
  Bench lift{service_mode, car_moving, door_zone, door_closed};
  lift.set(0s, {{service_mode, 2}, {car_moving, 0}, {door_zone, 0}, {door_closed, 1}}).until(44'999ms);
  CHECK(lift.held_back().empty());
  lift.until(10min);
  CHECK(lift.said() == Said{"300000 maintenance_started noted certain"});
  CHECK(lift.held_back() ==
        Said{"45000 entrapment mode inspection", "45000 stopped_outside_door_zone mode inspection"});

  SECTION("once more for another stop") {
    lift.set(11min, {{car_moving, 1}}).set(670s, {{car_moving, 0}}).until(13min);
    CHECK(lift.held_back() ==
          Said{"715000 entrapment mode inspection", "715000 stopped_outside_door_zone mode inspection"});
  }
  SECTION("not when it is raised after all") {
    lift.set(11min, {{service_mode, 1}}).until(12min);
    CHECK(lift.said() == Said{"661000 mode_normal noted certain", "705000 entrapment suspected possible",
                              "705000 stopped_outside_door_zone raised certain"});
    CHECK(lift.held_back().empty());
  }
}

TEST_CASE("what is over before its time is not held back") {
  Bench lift{service_mode, car_moving, door_zone};
  lift.set(0s, {{service_mode, 2}, {car_moving, 0}, {door_zone, 0}})
      .set(44'999ms, {{car_moving, 1}})
      .until(1min);
  CHECK(lift.held_back().empty());
}

TEST_CASE("a fault that waits for an input which does not deliver is held back by it") {
  Bench lift{car_moving, door_zone, door_closed};
  lift.set(0s, {{car_moving, 1}, {door_zone, 0}, {door_closed, 1}}).lose(5s, {door_zone});
  SECTION("named once for a stop") {
    lift.set(10s, {{car_moving, 0}}).until(5min);
    CHECK(lift.said().empty());
    CHECK(lift.held_back() == Said{"55000 entrapment unknown_input door_zone",
                                   "55000 stopped_outside_door_zone unknown_input door_zone"});
  }
  SECTION("what tells of motion is such an input, too") {
    lift.set(6s, {{door_zone, 0}}).lose(10s, {car_moving}).until(12min);
    CHECK(lift.held_back() == Said{"51000 run_time_limiter unknown_input car_moving",
                                   "55000 entrapment unknown_input car_moving",
                                   "55000 stopped_outside_door_zone unknown_input car_moving"});
  }
  SECTION("not while nothing at all is known") {
    lift.lose(10s, {car_moving, door_closed}).until(5min);
    CHECK(lift.held_back().empty());
  }
  SECTION("nor when everything comes back") {
    lift.lose(10s, {car_moving, door_closed}).set(5min, {{car_moving, 0}}).set(301s, {{door_zone, 1}});
    lift.until(6min);
    CHECK(lift.held_back().empty());
  }
}

TEST_CASE("a rule that the wiring leaves idle holds nothing back") {
  Bench lift{car_moving, door_closed};
  lift.set(0s, {{car_moving, 1}, {door_closed, 1}}).set(10s, {{car_moving, 0}}).until(10min);
  CHECK(lift.held_back().empty());
}

TEST_CASE("a press that is no call for help is filtered, once for a press") {
  Bench lift{car_moving, door_zone, door_closed, alarm_button};
  lift.set(0s, {{car_moving, 0}, {door_zone, 1}, {door_closed, 0}, {alarm_button, 0}});
  lift.set(10s, {{alarm_button, 1}}).set(12s, {{alarm_button, 0}}).set(20s, {{alarm_button, 1}});
  lift.set(21s, {{alarm_button, 0}}).until(60s);
  CHECK(lift.held_back() ==
        Said{"10500 alarm_button filter door_open_in_zone", "20500 alarm_button filter door_open_in_zone"});
}

TEST_CASE("what is held back is counted by rule and reason; the last are kept with the lift as it was") {
  HeldBackLog log;
  const auto add = [&](EventType rule, HeldBack::Reason reason, Duration time) {
    HeldBackNote note{{rule, reason, at(time), at(0s), {}, {}}, {}};
    log.add(note);
    return note;
  };
  add(EventType::door_open_fault, HeldBack::Reason::unknown_input, 0s);
  for (int i = 0; i < 150; ++i) add(EventType::door_open_fault, HeldBack::Reason::mode, i * 1s);
  REQUIRE(log.memory.counts.size() == 2);
  CHECK(log.memory.counts[0].times == 1);
  CHECK(log.memory.counts[1].times == 150);
  CHECK(log.memory.counts[1].last == at(149s));
  CHECK(log.memory.all == 151);

  SECTION("a rule that is held back again and again leaves room for the others") {
    REQUIRE(log.last().size() == HeldBackLog::kept_of_each + 1);
    CHECK(log.last().front().what.reason == HeldBack::Reason::unknown_input);
    CHECK(log.last()[1].what.at == at(140s));
    CHECK(log.last().back().number == 151);
  }
  SECTION("all of them together are bounded") {
    for (std::size_t rule = 0; rule < event_type_count; ++rule)
      for (int i = 0; i < 10; ++i) add(static_cast<EventType>(rule), HeldBack::Reason::latch, 200s);
    CHECK(log.last().size() == HeldBackLog::kept);
  }
  SECTION("one a day of a rule and reason is to be recorded") {
    CHECK_FALSE(add(EventType::door_open_fault, HeldBack::Reason::mode, 24h - 1ms).to_record);
    CHECK(add(EventType::door_open_fault, HeldBack::Reason::mode, 24h).to_record);
    CHECK_FALSE(add(EventType::door_open_fault, HeldBack::Reason::mode, 25h).to_record);
    CHECK(add(EventType::door_close_fault, HeldBack::Reason::mode, 25h).to_record);
  }
}

TEST_CASE("what was held back is an event with rule and reason, and no cause of another") {
  const Event event =
      event_of({{EventType::entrapment, HeldBack::Reason::mode, at(45s), at(0s), {}, "inspection"}, {}, 7});
  CHECK(event.type == EventType::held_back);
  CHECK(event.phase == Phase::noted);
  CHECK(event.at == at(45s));
  CHECK(event.since == at(0s));
  const auto& evidence = std::get<HeldBackEvidence>(event.evidence);
  CHECK(evidence.rule == EventType::entrapment);
  CHECK(evidence.reason == "mode");
  CHECK(evidence.by == "inspection");
  CHECK(evidence.number == 7);
}

}  // namespace liftbox::test
