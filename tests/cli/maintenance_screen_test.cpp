#include "agent/cli/screens/maintenance_screen.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/problems.hpp"
#include "agent/cli/screens/status_screen.hpp"
#include "tests/cli/samples.hpp"
#include "tests/cli/terminal.hpp"

using namespace liftbox::screen;
using liftbox::test::plain;
using nlohmann::json;

namespace {

json a_visit() {
  return {{"began", "2026-01-05T08:00:04.000+08:00"},
          {"by", "4711"},
          {"kind", "quarterly"},
          {"inspection_ms", 680'000},
          {"runs_in_inspection", 3},
          {"doors_opened_outside_zone", 0},
          {"brake_operated", 8},
          {"brake_opened_by_hand", 0},
          {"safety_chain_opened", 2},
          {"alarm_button_tested", 0},
          {"final_limit_reached", nullptr},
          {"mains_switched_off", nullptr},
          {"evidenced", true},
          {"counts", true},
          {"since_last", {{"runs", 1204}, {"starts", 1230}, {"faults", 0}}}};
}

json an_answer(const json& visit) {
  return {{"visit", visit},   {"last", "2025-12-22T09:10:00.000+08:00"},
          {"days_since", 13}, {"due", "2026-01-06T09:10:00.000+08:00"},
          {"overdue", false}, {"since_last", {{"runs", 1204}, {"starts", 1230}, {"faults", 0}}}};
}

json ended(const char* at, const char* by, bool evidenced) {
  return {{"evidence",
           {{"ended", at},
            {"by", by},
            {"kind", "half_monthly"},
            {"evidenced", evidenced},
            {"counts", evidenced}}}};
}

json status_with(const json& maintenance) {
  json status = good_day();
  status["maintenance"] = maintenance;
  return status;
}

}  // namespace

TEST_CASE("a visit under way shows what was seen, what was not, and what nothing tells of") {
  CHECK(visits_screen(an_answer(a_visit()),
                      {ended("2025-12-08T10:02:00.000+08:00", "4712", false),
                       ended("2025-12-22T09:10:00.000+08:00", "4711", true)},
                      plain) ==
        R"(Visit    since 2026-01-05 08:00, quarterly, by 4711
Seen     inspection mode 11 min 20 s, runs in inspection 3, brake operated 8,
         safety chain opened 2
Not seen doors opened outside the zone, brake opened by hand, alarm button
         pressed
         no signal tells of: final limit reached, mains switched off
         evidenced at the lift
Last     2025-12-22 09:10, 13 days ago
Since    1204 runs, 1230 starts, 0 faults
Due      2026-01-06 09:10
--------------------------------------------------------------------------------
         2025-12-22 09:10  half_monthly, by 4711
         2025-12-08 10:02  half_monthly, by 4712  NOT EVIDENCED
)");
}

TEST_CASE("a signature alone is shown as such") {
  json visit = a_visit();
  visit["evidenced"] = false;
  SECTION("where the lift could have been seen in inspection mode") {
    visit["counts"] = false;
    CHECK(visit_ended_screen(visit, plain)
              .find("\n         NOT EVIDENCED: no inspection mode was seen, and no run in it\n") !=
          std::string::npos);
  }
  SECTION("and where it could not") {
    CHECK(visit_ended_screen(visit, plain).find("\n         nothing is wired that could have seen it\n") !=
          std::string::npos);
  }
}

TEST_CASE("a lift that nobody has visited yet, and of which no signal tells how it runs") {
  CHECK(visits_screen(
            {{"visit", nullptr}, {"last", nullptr}, {"due", nullptr}, {"since_last", json::object()}}, {},
            plain) == "Visit    none under way\nLast     none seen yet\nSince    no signal tells of runs\n");
}

TEST_CASE("the inspection: due, overdue, unknown") {
  json answer{{"last", "2025-11-20"}, {"next", "2026-11-20"}, {"days_left", 54}, {"trips_overdue", 0}};
  CHECK(inspection_screen(answer, plain) == "Last     2025-11-20\nNext     2026-11-20, in 54 days\n");
  answer["days_left"] = -3;
  answer["trips_overdue"] = 812;
  CHECK(inspection_screen(answer, plain) ==
        "Last     2025-11-20\nNext     2026-11-20: OVERDUE for 3 days, 812 trips made since\n");
  answer["days_left"] = nullptr;
  CHECK(inspection_screen(answer, plain) ==
        "Last     2025-11-20\nNext     2026-11-20, and the clock is not set\n");
  CHECK(inspection_screen(json::object(), plain) ==
        "Last     not known\n"
        "Next     not known: `liftctl inspection done --date …`, or [inspection] in the\n"
        "         site file\n");
}

TEST_CASE("status says what is due, from 60 days before, and what a self-test found") {
  const json fine{{"inspection", {{"next", "2026-11-20"}, {"days_left", 61}}},
                  {"visits", {{"due", "2026-01-06T09:10:00.000+08:00"}, {"overdue", false}}},
                  {"self_test", {{"passed", true}, {"bad", json::array()}}}};
  CHECK(problems(status_with(fine)).empty());
  CHECK(status_screen(status_with(fine), plain) == status_screen(good_day(), plain));
  json due = fine;
  due["inspection"]["days_left"] = 60;
  CHECK(problems(status_with(due)).at(0).words == "periodical inspection 定期检验 2026-11-20, in 60 days");
  due["inspection"]["days_left"] = -1;
  due["inspection"]["trips_overdue"] = 40;
  due["visits"]["overdue"] = true;
  due["self_test"] = {{"passed", false}, {"bad", {"broker", "battery"}}};
  const auto all = problems(status_with(due));
  REQUIRE(all.size() == 3);
  CHECK(all[0].words == "periodical inspection 定期检验 OVERDUE since 2026-11-20, 40 trips since");
  CHECK(all[1].words == "maintenance 维保 OVERDUE since 2026-01-06");
  CHECK(all[1].remedy == "liftctl visit show");
  CHECK(all[2].words == "the last self-test found wrong: broker, battery");
  CHECK(all[2].remedy == "mend it, then liftctl self-test");
}
