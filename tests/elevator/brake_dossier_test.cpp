#include <catch2/catch.hpp>

#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "tests/elevator/brake_bench.hpp"

namespace liftbox::test {
namespace {

using Reason = BrakeVerdict::Reason;
using Result = BrakeVerdict::Result;

const Times worn{.release_1 = 270ms, .set_1 = 260ms, .release_2 = 250ms, .set_2 = 200ms};
const Times mended{.release_1 = 240ms, .set_1 = 190ms, .release_2 = 245ms, .set_2 = 195ms};

/// A lift with a drum brake of two arms, its push-rod of steel.
struct Drum {
  explicit Drum(BrakeFacts brake_facts = {"DZS800", BrakeType::drum, PushRod::steel, 2}) {
    LiftFacts facts;
    facts.brake = std::move(brake_facts);
    lift.lift.change({}, facts, wiring(), {}, at(0s));
    settle(0s);
  }
  static std::vector<SourceBindings> wiring() {
    return {
        lines({service_mode, mains_power, car_moving, brake_command, brake_1_released, brake_2_released})};
  }
  void settle(Duration time) {
    at_rest(lift, time);
    brake.at = time;
  }
  std::vector<Event> record(BrakeWork work) {
    work.by = "4711";
    work.done = "2026-01-05";
    std::vector<Event> events;
    const Outcome outcome = lift.lift.brake_maintained(work, at(brake.at + 30s));
    keep_records(outcome);
    for (const Occurrence& said : outcome.occurrences) events.push_back(said.event);
    return events;
  }
  void mend() {
    record({.action = BrakeAction::dismantled});
    record({.action = BrakeAction::push_rod_changed, .push_rod = PushRod::copper});
  }
  std::vector<Reason> reasons() const { return lift.lift.brake_verdict().reasons; }
  Result result() const { return lift.lift.brake_verdict().result; }
  const BrakeDossier& dossier() const { return lift.lift.brake_dossier(); }

  Bench lift{wiring()};
  Brake brake{lift};
};

}  // namespace

TEST_CASE("a drum brake with a steel push-rod that nobody has opened is not put right") {
  Drum drum;
  drum.brake.cycles(10);
  CHECK(drum.result() == Result::not_yet);
  CHECK(drum.reasons() == std::vector{Reason::push_rod_magnetic, Reason::never_dismantled});
}

TEST_CASE("the notice is about drum brakes") {
  Drum disc{{"FCRD", BrakeType::disc, PushRod::unknown, {}}};
  CHECK(disc.result() == Result::not_concerned);
  Drum unknown{{"", BrakeType::unknown, PushRod::unknown, 4}};
  CHECK(unknown.result() == Result::not_yet);
  unknown.record({.action = BrakeAction::dismantled});
  CHECK(unknown.result() == Result::cannot_be_judged);
  CHECK(unknown.reasons() == std::vector{Reason::type_unknown, Reason::push_rod_unknown,
                                         Reason::arms_not_timed, Reason::too_few_cycles});
}

TEST_CASE("a record of work holds the times as they were just before it") {
  Drum drum;
  drum.brake.cycles(120, worn);
  const auto said = drum.record({.action = BrakeAction::dismantled, .note = "sludge"});
  REQUIRE(said.size() == 1);
  CHECK(said[0].type == EventType::brake_maintained);
  CHECK(said[0].phase == Phase::noted);
  CHECK(severity(said[0].type, said[0].phase) == Severity::notice);
  const auto& evidence = std::get<BrakeWorkEvidence>(said[0].evidence);
  CHECK(evidence.work.by == "4711");
  CHECK(evidence.work.note == "sludge");
  CHECK(evidence.before.at("set_1") == BrakeFigures{260, 260, 100});
  CHECK(evidence.before.at("release_2") == BrakeFigures{250, 250, 100});

  SECTION("the push-rod changed after a few tries is the same repair") {
    drum.brake.cycles(19, mended);
    const auto second = drum.record({.action = BrakeAction::push_rod_changed, .push_rod = PushRod::copper});
    CHECK(std::get<BrakeWorkEvidence>(second[0].evidence).before.at("set_1") == BrakeFigures{260, 260, 100});
  }
  SECTION("later it is another one") {
    drum.brake.cycles(20, mended);
    const auto second = drum.record({.action = BrakeAction::push_rod_changed, .push_rod = PushRod::copper});
    CHECK(std::get<BrakeWorkEvidence>(second[0].evidence).before.at("set_1") == BrakeFigures{190, 190, 20});
  }
  SECTION("entered on a later day, nobody knows what was before") {
    drum.brake.cycles(20, mended);
    const auto second = drum.record({.action = BrakeAction::dismantled, .earlier = true});
    CHECK(std::get<BrakeWorkEvidence>(second[0].evidence).before.empty());
  }
  SECTION("who only looks changes nothing") {
    drum.brake.cycles(20, mended);
    const auto second = drum.record({.action = BrakeAction::checked, .push_rod = PushRod::brass});
    CHECK(std::get<BrakeWorkEvidence>(second[0].evidence).before.at("set_1") == BrakeFigures{190, 190, 20});
    CHECK(drum.dossier().cycles() == 20);
    CHECK(drum.dossier().push_rod() == PushRod::brass);
    CHECK(drum.dossier().memory.before.at("set_1") == BrakeFigures{260, 260, 100});
  }
}

TEST_CASE("what became of a repair is said after 300 cycles and after 30 days") {
  Drum drum;
  drum.brake.cycles(120, worn);
  drum.mend();
  drum.lift.said();
  CHECK(drum.result() == Result::cannot_be_judged);
  CHECK(drum.reasons() == std::vector{Reason::too_few_cycles});
  drum.brake.cycles(299, mended);
  CHECK(drum.lift.said().empty());
  drum.brake.cycle(mended);
  CHECK(drum.lift.said() == Said{"25210195 brake_verified noted certain"});
  CHECK(drum.result() == Result::put_right);
  CHECK(drum.dossier().memory.before.at("set_1").median_ms == 260);
  CHECK(drum.dossier().now().at("set_1") == BrakeFigures{190, 190, 100});

  const Duration mended_at = 120min + 30s;
  drum.lift.until(mended_at + 30 * 24h - 1ms);
  CHECK(drum.lift.said().empty());
  drum.lift.until(mended_at + 30 * 24h);
  CHECK(drum.lift.said() == Said{"2599230000 brake_verified noted certain"});
  drum.brake.at = mended_at + 30 * 24h;
  drum.brake.cycles(400, mended);
  CHECK(drum.lift.said().empty());
}

TEST_CASE("a repair that left the brake slower, or with an incident, is none") {
  Drum drum;
  drum.brake.cycles(100, mended);
  drum.mend();
  SECTION("slower by 15 %") {
    drum.brake.cycles(300, {.release_1 = 240ms, .set_1 = 219ms, .release_2 = 245ms, .set_2 = 195ms});
    CHECK(drum.reasons() == std::vector{Reason::slower_than_before});
  }
  SECTION("not by a little less") {
    drum.brake.cycles(300, {.release_1 = 240ms, .set_1 = 217ms, .release_2 = 245ms, .set_2 = 195ms});
    CHECK(drum.result() == Result::put_right);
  }
  SECTION("it stuck once, and is over it") {
    drum.brake.cycle({.release_1 = 240ms, .set_1 = 1200ms, .release_2 = 245ms, .set_2 = 195ms});
    drum.brake.cycles(2, mended);
    CHECK(drum.reasons() == std::vector{Reason::incident_since, Reason::too_few_cycles});
    drum.brake.cycles(300, mended);
    CHECK(drum.result() == Result::not_yet);
    SECTION("adjusted, it is watched anew") {
      drum.record({.action = BrakeAction::adjusted});
      CHECK(drum.reasons() == std::vector{Reason::too_few_cycles});
      CHECK(drum.dossier().memory.before.at("set_1").median_ms == 190);
    }
  }
}

TEST_CASE("the days since a repair: a day without a cycle, and one in which the brake stuck") {
  Drum drum;
  drum.mend();
  drum.brake.cycles(3, mended);
  drum.brake.at = 48h + 1min;
  drum.brake.cycles(150, mended);
  drum.brake.cycle({.release_1 = 240ms, .set_1 = 400ms, .release_2 = 245ms, .set_2 = 195ms});
  const auto days = drum.dossier().days();
  CHECK(days.at("set_1").median_ms == std::vector{190, 0, 190});
  CHECK(days.at("set_1").slowest_ms == std::vector{190, 0, 400});
  CHECK(days.at("release_2").slowest_ms == std::vector{245, 0, 245});
  drum.brake.at = 40 * 24h;
  drum.brake.cycles(1, worn);
  CHECK(drum.dossier().days().at("set_1").median_ms.size() == 3);
}

TEST_CASE("an arm that is not timed leaves the brake unjudged") {
  Drum drum{{"DZS800", BrakeType::drum, PushRod::copper, 3}};
  drum.record({.action = BrakeAction::dismantled});
  drum.brake.cycles(300, mended);
  CHECK(drum.result() == Result::cannot_be_judged);
  CHECK(drum.reasons() == std::vector{Reason::arms_not_timed});
}

TEST_CASE("the dossier outlives a restart of the box, and another boot") {
  Drum before;
  before.brake.cycles(120, worn);
  before.mend();
  before.brake.cycles(299, mended);
  const MemoryAnchor saved{"boot 1", at(before.brake.at + 30s), 1'000'000, true};
  const std::string memory = save_memory(before.lift.lift, Journal{{"box", ""}, {}, {}}, saved);

  Drum after;
  Journal journal{{"box", ""}, {}, {}};
  restore_memory(memory, after.lift.lift, journal, {"boot 2", at(5s), 1'060'000, true});
  after.settle(6s);
  CHECK(after.dossier().push_rod() == PushRod::copper);
  CHECK(after.dossier().memory.work.at("dismantled").by == "4711");
  CHECK(after.dossier().memory.before.at("set_1").median_ms == 260);
  CHECK(after.dossier().cycles() == 299);
  after.lift.said();
  after.brake.cycle(mended);
  CHECK(after.lift.said() == Said{"76195 brake_verified noted certain"});
}

TEST_CASE("models of the notice, however they are written") {
  for (const char* model : {"DZS800", "dzs-800", "DZS 165B", "Xinda DZS350/2"})
    CHECK(is_priority_model(model));
  for (const char* model : {"", "DZS", "DZS1650", "DZS801", "FCRD165"}) CHECK(!is_priority_model(model));
}

}  // namespace liftbox::test
