#include <catch2/catch.hpp>

#include "agent/elevator/maintenance/tsg_t5002.hpp"
#include "tests/elevator/bench.hpp"

namespace liftbox::test {
namespace {

using Sign = VisitEvidence::Sign;

Bench at_rest() {
  Bench lift{service_mode,  car_moving,   door_zone,        door_closed,  door_locked,
             brake_command, safety_chain, brake_1_released, alarm_button, mains_power};
  lift.set(0s, {{service_mode, 1},
                {car_moving, 0},
                {door_zone, 1},
                {door_closed, 1},
                {door_locked, 1},
                {brake_command, 0},
                {brake_1_released, 0},
                {safety_chain, 1},
                {alarm_button, 0},
                {mains_power, 1}});
  return lift;
}

std::optional<int> seen(const VisitEvidence& visit, Sign sign) {
  for (const VisitEvidence::Count& one : visit.seen)
    if (one.sign == sign) return one.times;
  return std::nullopt;
}

Bench& begin(Bench& lift, Duration time, const std::string& by = "4711") {
  return lift.tell(lift.lift.visit_begins({by, "half_monthly", {}}, at(time)));
}
Bench& end(Bench& lift, Duration time) {
  return lift.tell(lift.lift.visit_ends({"4711", {}, {"A-1"}}, at(time)));
}

}  // namespace

TEST_CASE("a visit that was signed in tells what was seen at the lift when it is signed off") {
  Bench lift = at_rest();
  begin(lift, 10s);
  CHECK(lift.said() == Said{"10000 maintenance_started noted certain"});
  lift.set(20s, {{service_mode, 2}})
      .set(30s, {{brake_command, 1}, {brake_1_released, 1}, {car_moving, 1}})
      .set(33s, {{door_zone, 0}})
      .set(34s, {{brake_command, 0}, {brake_1_released, 0}, {car_moving, 0}})
      .set(40s, {{door_locked, 0}, {safety_chain, 0}})
      .set(50s, {{door_locked, 1}, {safety_chain, 1}})
      .set(60s, {{brake_1_released, 1}})
      .set(70s, {{brake_1_released, 0}})
      .set(80s, {{alarm_button, 1}})
      .set(81s, {{alarm_button, 0}})
      .set(90s, {{mains_power, 0}})
      .set(95s, {{mains_power, 1}})
      .set(140s, {{service_mode, 1}});
  lift.said();
  end(lift, 200s);
  CHECK(lift.said().back() == "200000 maintenance_ended noted certain");
  const auto& visit = lift.evidence<VisitEvidence>();
  CHECK(visit.by == "4711");
  CHECK(visit.kind == "half_monthly");
  CHECK(visit.items == std::vector<std::string>{"A-1"});
  CHECK(visit.inspection == 120s);
  CHECK(seen(visit, Sign::runs_in_inspection) == 1);
  CHECK(seen(visit, Sign::doors_opened_outside_zone) == 1);
  CHECK(seen(visit, Sign::brake_operated) == 2);
  CHECK(seen(visit, Sign::brake_opened_by_hand) == 1);
  CHECK(seen(visit, Sign::safety_chain_opened) == 1);
  CHECK(seen(visit, Sign::alarm_button_tested) == 1);
  CHECK(seen(visit, Sign::mains_switched_off) == 1);
  CHECK_FALSE(seen(visit, Sign::final_limit_reached));
  CHECK(visit.evidenced);
  CHECK(visit.counts);
}

TEST_CASE("a signature without inspection mode is no evidence, and puts no visit off") {
  Bench lift = at_rest();
  begin(lift, 10s);
  lift.set(20s, {{car_moving, 1}}).set(30s, {{car_moving, 0}});
  end(lift, 1h);
  CHECK_FALSE(lift.evidence<VisitEvidence>().evidenced);
  CHECK_FALSE(lift.evidence<VisitEvidence>().counts);
  CHECK_FALSE(lift.lift.maintenance_overdue().memory.last_visit);
}

TEST_CASE("a moment of inspection mode is none either, a minute or a run in it is") {
  Bench lift = at_rest();
  begin(lift, 10s);
  lift.set(20s, {{service_mode, 2}});
  SECTION("a moment") {
    lift.set(79'999ms, {{service_mode, 1}});
    end(lift, 1h);
    CHECK_FALSE(lift.evidence<VisitEvidence>().evidenced);
  }
  SECTION("a minute") {
    lift.set(80s, {{service_mode, 1}});
    end(lift, 1h);
    CHECK(lift.evidence<VisitEvidence>().evidenced);
  }
  SECTION("a minute that lasts on") {
    end(lift, 80s);
    CHECK(lift.evidence<VisitEvidence>().evidenced);
    CHECK(lift.evidence<VisitEvidence>().inspection == 60s);
  }
  SECTION("a run") {
    lift.set(30s, {{car_moving, 1}}).set(33s, {{car_moving, 0}}).set(40s, {{service_mode, 1}});
    end(lift, 1h);
    CHECK(lift.evidence<VisitEvidence>().evidenced);
  }
}

TEST_CASE("no visit is said to be overdue while somebody is at it") {
  Bench lift = at_rest();
  lift.lift.wall({at(0s), 0, 0, true});
  const Duration due = 15 * 24h;
  const Said overdue{std::to_string((due + 2h + 1ms).count()) + " maintenance_overdue noted certain"};
  const auto told_overdue = [&] {
    Said told;
    for (const std::string& line : lift.said())
      if (line.find("maintenance_overdue") != std::string::npos) told.push_back(line);
    return told;
  };
  SECTION("and not after it, if it counts") {
    begin(lift, due - 1h);
    lift.set(due - 1min, {{service_mode, 2}}).set(due + 1h, {{service_mode, 1}});
    end(lift, due + 2h);
    lift.until(due + 3h);
    CHECK(told_overdue().empty());
  }
  SECTION("at its end, if it does not") {
    begin(lift, due - 1h);
    lift.until(due + 1h);
    CHECK(told_overdue().empty());
    end(lift, due + 2h);
    lift.until(due + 3h);
    CHECK(told_overdue() == overdue);
  }
  SECTION("but a visit that does not end is none") {
    lift.set(due - 1min, {{service_mode, 2}}).until(due + 48h);
    const Duration told = due - 1min + 24h;
    CHECK(told_overdue() ==
          Said{std::to_string(told.count()) + " maintenance_overdue noted certain",
               std::to_string((told + 24h).count()) + " maintenance_overdue noted certain"});
  }
  SECTION("nor while inspection mode may become one") {
    lift.set(due - 1min, {{service_mode, 2}}).until(due + 3min);
    CHECK(told_overdue().empty());
    lift.set(due + 3min, {{service_mode, 1}}).until(due + 4min);
    CHECK(told_overdue() ==
          Said{std::to_string((due + 3min + 1ms).count()) + " maintenance_overdue noted certain"});
  }
}

TEST_CASE("where nothing is wired that could have seen it a signature must do") {
  Bench lift{door_zone};
  lift.set(0s, {{door_zone, 1}});
  begin(lift, 10s);
  end(lift, 1h);
  CHECK_FALSE(lift.evidence<VisitEvidence>().evidenced);
  CHECK(lift.evidence<VisitEvidence>().counts);
  CHECK(lift.lift.maintenance_overdue().memory.last_visit == at(1h));
}

TEST_CASE("who signs in for what inspection mode told of takes that visit over") {
  Bench lift = at_rest();
  lift.set(10s, {{service_mode, 2}}).until(310s);
  CHECK(lift.said().back() == "310000 maintenance_started noted certain");
  CHECK(lift.evidence<VisitEvidence>().by.empty());
  begin(lift, 400s);
  CHECK(lift.said() == Said{"400000 maintenance_started noted certain"});
  CHECK(lift.evidence<VisitEvidence>().by == "4711");
  CHECK(lift.evidence<VisitEvidence>().began == at(10s));
  SECTION("a second one does not, while the first is here") {
    begin(lift, 500s, "4712");
    CHECK(lift.said().empty());
  }
}

TEST_CASE("a visit that nobody signs off ends four hours after inspection mode") {
  Bench lift = at_rest();
  begin(lift, 10s);
  lift.set(20s, {{service_mode, 2}}).set(100s, {{service_mode, 1}}).said();
  lift.until(100s + 4h - 1ms);
  CHECK(lift.said().size() == 1);  // mode_normal
  lift.until(100s + 4h);
  CHECK(lift.said() == Said{"14500000 maintenance_ended noted certain"});
  CHECK(lift.evidence<VisitEvidence>().ended_by == VisitEvidence::End::forgotten);
  CHECK(lift.evidence<VisitEvidence>().ended == at(100s));
}

TEST_CASE("a visit's record says what was asked of the lift since the one before") {
  Bench lift = at_rest();
  const auto run = [&](Duration time) {
    lift.set(time, {{car_moving, 1}, {door_zone, 0}}).set(time + 10s, {{car_moving, 0}, {door_zone, 1}});
    lift.until(time + 20s);
  };
  run(1min);
  run(2min);
  begin(lift, 1h);
  CHECK(lift.evidence<VisitEvidence>().since_last.runs == 2);
  lift.set(1h + 10s, {{service_mode, 2}}).set(1h + 5min, {{service_mode, 1}});
  end(lift, 2h);
  CHECK(lift.evidence<VisitEvidence>().since_last.runs == 2);
  run(3h);
  begin(lift, 4h);
  CHECK(lift.evidence<VisitEvidence>().since_last.runs == 1);
  CHECK(lift.evidence<VisitEvidence>().since_last.faults == 0);
  CHECK(lift.evidence<VisitEvidence>().last_visit == at(2h));
}

TEST_CASE("statistics count visits, and those that were seen") {
  Bench lift = at_rest();
  begin(lift, 10s);
  end(lift, 1h);
  begin(lift, 2h);
  lift.set(2h + 10s, {{service_mode, 2}}).set(2h + 5min, {{service_mode, 1}});
  end(lift, 3h);
  const Counts total = lift.lift.today(at(3h)).total;
  CHECK(total[Counter::visits] == 2);
  CHECK(total[Counter::visits_evidenced] == 1);
}

TEST_CASE("nothing can be said of a visit that is not under way") {
  Bench lift = at_rest();
  end(lift, 10s);
  CHECK(lift.said().empty());
}

TEST_CASE("items of maintenance are those of TSG T5002") {
  for (const char* good : {"A-1-01", "A-1-31", "A-2-13", "A-3-15", "A-4-17", "A-1", "B-2-40", "D-4"}) {
    CAPTURE(good);
    CHECK(is_maintenance_item(good));
  }
  for (const char* wrong : {"", "A", "A-1-00", "A-1-32", "A-2-14", "A-3-16", "A-4-18", "A-5-01", "E-1-01",
                            "a-1-01", "A-1-1", "A-1-001", "A1-01", "all"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_maintenance_item(wrong));
  }
  CHECK(all_items("half_monthly") == std::vector<std::string>{"A-1"});
  CHECK(all_items("yearly") == std::vector<std::string>{"A-1", "A-2", "A-3", "A-4"});
  CHECK(all_items("").empty());
}

}  // namespace liftbox::test
