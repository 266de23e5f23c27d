#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "agent/cli/commands.hpp"
#include "agent/cli/screens/snapshot_screen.hpp"
#include "agent/cli/snapshot_command.hpp"
#include "agent/records/compressed.hpp"
#include "tests/cli/terminal.hpp"
#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::screen;
using namespace std::chrono_literals;
using liftbox::test::plain;
using nlohmann::json;

namespace {

/// A car that starts, loses its door lock in motion, and stands outside the zone.
const std::string recording =
    "# start 2026-01-05T08:00:00.000+08:00\nt_ms,signal,value\n"
    "0,service_mode,normal\n0,car_speed,0\n0,door_zone,1\n0,door_locked,1\n0,load_kg,75\n0,presence,?\n"
    "40000,car_speed,400\n42000,car_speed,1600\n42500,door_zone,0\n50000,car_speed,1600\n"
    "58900,door_locked,0\n58950,door_locked,1\n59000,door_locked,0\n60000,car_speed,0\n90000,presence,1\n"
    "120000,end,\n";

Trace trace() {
  std::istringstream in{recording};
  return read_trace(in);
}

}  // namespace

TEST_CASE("a snapshot is a line for each signal that changed, with the alarm marked") {
  CHECK(timeline_screen(trace(), Moment{60s}, plain) ==
        R"(                     -60 s                        v                        +60 s
car_speed            ...................:@@@@@@@@@..............................
door_zone            ####################_______________________________________
door_locked          ############################|______________________________
presence             ????????????????????????????????????????????###############
# yes  _ no  | both within one column  ? unknown  .:-=+*#@ low to high
unchanged: service_mode=normal; load_kg=75 kg
)");
}

TEST_CASE("the changes of a snapshot come in the order of time, seconds from the alarm") {
  CHECK(changes_screen(trace(), Moment{60s}) ==
        "  -20.000 s  car_speed            0 mm/s -> 400 mm/s\n"
        "  -18.000 s  car_speed            400 mm/s -> 1600 mm/s\n"
        "  -17.500 s  door_zone            yes -> no\n"
        "   -1.100 s  door_locked          yes -> no\n"
        "   -1.050 s  door_locked          no -> yes\n"
        "   -1.000 s  door_locked          yes -> no\n"
        "   +0.000 s  car_speed            1600 mm/s -> 0 mm/s\n"
        "  +30.000 s  presence             ? -> yes\n");
}

TEST_CASE("which snapshots there are, and which of them the platform has") {
  const json answer{{"snapshots",
                     {{{"name", "0a0e137b-ccfd-4371-88bb-e61da5e2e8d9:118"},
                       {"from", "2026-01-05T08:00:00.000+08:00"},
                       {"upto", "2026-01-05T08:02:00.000+08:00"},
                       {"complete", true},
                       {"sent", true},
                       {"bytes", 3210}},
                      {{"name", "0a0e137b-ccfd-4371-88bb-e61da5e2e8d9:121"},
                       {"from", "2026-01-06T08:00:00.000+08:00"},
                       {"complete", false},
                       {"sent", false},
                       {"bytes", 810}}}}};
  CHECK(snapshots_screen(answer, {120, false}) ==
        "#118     2026-01-05T08:00:00.000+08:00 3 KiB     sent\n"
        "#121     2026-01-06T08:00:00.000+08:00 810 B     waits, cut short: the box ended within the minute "
        "after the "
        "alarm\n");
  CHECK(snapshots_screen({{"snapshots", json::array()}}, plain) == "no snapshots: there has been no alarm\n");
}

TEST_CASE("a snapshot that was brought in as a file needs no daemon") {
  const test::TemporaryDirectory directory;
  const std::string file = directory.path() / "e:118.csv.zst";
  std::ofstream{file, std::ios::binary} << compress(recording);
  std::ostringstream out;
  cli::show_snapshot("nowhere", {.what = file, .trace = true}, out);
  CHECK(out.str() == recording);

  std::ofstream{file, std::ios::binary} << compress(recording).substr(0, 100);
  CHECK_THROWS_WITH(cli::show_snapshot("nowhere", {.what = file}, out),
                    Catch::Contains("e:118.csv.zst: is no snapshot, or is damaged"));
}
