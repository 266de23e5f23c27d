#include "agent/cli/screens/incident_screen.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/samples.hpp"

using namespace liftbox::screen;
using nlohmann::json;

TEST_CASE("the life of an entrapment: what happened, how the rescue went, what may have been the cause") {
  CHECK(incident_screen(life(), some_causes(), {80, false}) ==
        R"(#118 entrapment 困人, cleared
2026-01-05 +08:00
08:00:04  it began
08:00:49  45 s        suspected    occupied, outside the door zone
08:01:02  58 s        confirmed    alarm button pressed, perhaps 0302, overload,
                                   occupied, outside the door zone, with
                                   safety_chain_open
08:01:40  1 min 36 s  acknowledged by 4711
08:16:44  16 min 40 s cleared      the car is empty, released after 14 min 5 s
2026-01-06 +08:00
09:30:00  1 d 1 h     cause        by 4711, code 0302, 3rd floor, as the box
                                   suggested

Rescue
answered   38 s after the alarm, in time
on site    never, LATE
shut in    14 min 5 s in all

Cause, as the box suggests
  0302 厅门锁 landing door lock (70): safety_chain_open 安全回路断开 #116
  overload (40): load_kg 1250

Cause, as people say
  0302 厅门锁 landing door lock, by 4711
    3rd floor
)");
}

TEST_CASE("while nobody has said the cause, the screen says how to") {
  auto records = life();
  records.pop_back();
  const std::string screen = incident_screen(records, some_causes(), {80, false});
  CHECK(screen.ends_with("\n-> liftctl incident cause 118 CODE --as WORK_NUMBER\n"));
}

TEST_CASE("a fault has a life, too, and no rescue") {
  auto raised = record("2026-01-05T08:12:44.000+08:00", "fault", "source_lost", "raised", "e:121",
                       {{"source", "controller"}});
  raised["since"] = "2026-01-05T08:12:14.000+08:00";
  CHECK(incident_screen({raised}, json::object(), {80, false}) ==
        R"(#121 source_lost 信号源失联, raised
2026-01-05 +08:00
08:12:14  it began
08:12:44  30 s        raised       controller
)");
}

TEST_CASE("the causes that a person may name, marked what the box can suggest") {
  CHECK(causes_screen(some_causes(), {80, false}) ==
        R"(0301 * 轿门锁 car door lock
0302 * 厅门锁 landing door lock
0502   导轨润滑 rail lubrication
* the box can suggest it
)");
  CHECK(causes_screen(json{{"region", "here"}, {"causes", json::array()}}, {80, false}) ==
        "Region here lists no causes.\n");
}
