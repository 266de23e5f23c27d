#include <algorithm>
#include <catch2/catch.hpp>

#include "agent/cli/screens/events_screen.hpp"
#include "agent/cli/screens/problems.hpp"
#include "agent/cli/screens/signals_screen.hpp"
#include "agent/cli/screens/status_screen.hpp"
#include "agent/cli/screens/words.hpp"
#include "tests/cli/samples.hpp"
#include "tests/cli/terminal.hpp"

using namespace liftbox::screen;
using liftbox::test::plain;
using nlohmann::json;

namespace {

int widest_line(const std::string& text) {
  int widest = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find('\n', begin);
    widest = std::max(widest, columns_of(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return widest;
}

std::string events_of(const std::vector<json>& records, const Terminal& terminal) {
  EventsScreen screen(terminal);
  screen.fit(records);
  std::string text;
  for (const auto& record : records) text += screen.show(record);
  return text;
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("status on a good day") {
  CHECK(status_screen(good_day(), plain) ==
        R"(OK       nothing is wrong: no incident open, every source answers
--------------------------------------------------------------------------------
Lift     31105000012345678901, 朝阳路1号2号梯, rescue number 96333
Car      up at 1.60 m/s, floor 3 (7.25 m), outside the door zone, door shut
Inside   somebody is in the car; mode normal
Sources  ok   lines: 10 lines at /run/liftbox/lines.sock
              connections 1, edges 4102
         ok   controller: RTU /dev/ttyS1 19200 8N1 unit 1
              requests 120411, timeouts 2
Broker   connected to mqtt://127.0.0.1:1883 for 3 h 12 min, MQTT 5, 0 in flight
Outbox   alarm 0/0/3  fault 0/1/7  notice 2/0/105  (waiting/accepted/done)
         sent 118, accepted 116, received 115, refused 0; oldest not done #116
Store    newest #118, 1.1 MiB in /var/lib/liftbox/store.db
Clock    2026-01-05T08:12:44+08:00, synced
Box      LB-0001, liftboxd 0.1.0, up 3 d 4 h
)");
}

TEST_CASE("status on a bad day says what is wrong first, and what to type") {
  CHECK(status_screen(bad_day(), plain) ==
        R"(ALARM    #119 entrapment 困人 confirmed (possible), 12 min 40 s, UNACKNOWLEDGED
         -> liftctl incident ack 119 --as WORK_NUMBER
fault    #121 source_lost 信号源失联 raised, 34 s
box      source controller: /dev/ttyS1: no answer from unit 1; check cable, baud
         rate and unit number
box      the clock was never set: times cannot be believed; is a time server
         reachable?
box      no broker for 1 min 35 s, next try in 12 s: Connection refused
         -> is the broker running?
--------------------------------------------------------------------------------
Lift     31105000012345678901, 朝阳路1号2号梯, rescue number 96333
Car      nobody can tell whether it moves, OUTSIDE the door zone, door shut
Inside   somebody is in the car; mode normal
Sources  ok   lines: 10 lines at /run/liftbox/lines.sock
              connections 1, edges 4102
         LOST controller: silent for 1 min 4 s
              requests 120411, timeouts 2
Broker   NOT connected to mqtt://127.0.0.1:1883 for 1 min 35 s
Outbox   alarm 0/0/3  fault 0/1/7  notice 2/0/105  (waiting/accepted/done)
         sent 118, accepted 116, received 115, refused 0; oldest not done #116
Store    newest #118, 1.1 MiB in /var/lib/liftbox/store.db
Clock    2026-01-05T08:12:44+08:00, unset
Box      LB-0001, liftboxd 0.1.0, up 3 d 4 h
)");
}

TEST_CASE("telemetry has a line of its own where it is configured") {
  auto status = good_day();
  status["outbox"]["telemetry"] = {{"waiting", 1200},
                                   {"stored_bytes", 204800},
                                   {"accepted", 86400},
                                   {"lost", 0},
                                   {"store_error", nullptr}};
  CHECK(status_screen(status, plain)
            .find("\n         telemetry: 1200 values wait (200 KiB stored), 86400 accepted, 0 lost\n") !=
        std::string::npos);
  status["outbox"]["telemetry"] = nullptr;
  CHECK(status_screen(status, plain) == status_screen(good_day(), plain));
}

TEST_CASE("a bad day fits 24 lines with the prompt, and no screen is wider than the terminal") {
  CHECK(lines_of(status_screen(bad_day(), plain)) <= 23);
  const int columns = GENERATE(40, 56, 80, 132);
  const Terminal terminal{columns, false};
  CHECK(widest_line(status_screen(bad_day(), terminal)) <= columns);
  CHECK(widest_line(signals_screen(some_signals(), terminal)) <= columns);
}

TEST_CASE("the worst problem comes first, the sixth is counted only") {
  auto status = bad_day();
  status["incidents"][0]["severity"] = "notice";
  CHECK(problems(status)[0].label == "ALARM");
  status["store"]["degraded"] = "disk full";
  status["outbox"]["refused"] = 3;
  status["car"]["service_mode"] = "inspection";
  CHECK(problems(status).size() == 8);
  CHECK(problems(status).back().words == "inspection 检修运行");
  CHECK(status_screen(status, plain).find("and 3 more") != std::string::npos);
}

TEST_CASE("certificates that end, or cannot be used, stand among what is wrong, with the file") {
  auto status = good_day();
  json& certificates = status["broker"]["certificates"];
  certificates = {{"trouble", nullptr},
                  {"warnings", json::array()},
                  {"terms",
                   {{{"what", "certificate"},
                     {"name", "LB-0001"},
                     {"file", "/etc/liftbox/box.pem"},
                     {"until", "2026-01-25T08:00:00.000+00:00"},
                     {"days_left", 19},
                     {"ends_soon", true}}}}};
  CHECK(problems(status).size() == 1);
  CHECK(problems(status)[0].words == "the certificate 'LB-0001' ends 2026-01-25, in 19 days");
  CHECK(problems(status)[0].remedy == "renew /etc/liftbox/box.pem");

  certificates["terms"][0]["days_left"] = -1;
  CHECK(problems(status)[0].words ==
        "the certificate 'LB-0001' ended 2026-01-25: no connection can be made any more");
  certificates["terms"][0]["ends_soon"] = false;
  CHECK(problems(status).empty());

  certificates["trouble"] = "key_file k: does not belong to cert_file c; put them together there";
  certificates["warnings"] = {"key_file k: every user of this box can get at it; chmod 640"};
  REQUIRE(problems(status).size() == 2);
  CHECK(problems(status)[0].words == "certificates: key_file k: does not belong to cert_file c");
  CHECK(problems(status)[0].remedy == "put them together there");
  CHECK(problems(status)[1].remedy == "chmod 640");

  status["broker"]["connected"] = false;
  status["broker"]["error"] = certificates["trouble"];
  REQUIRE(problems(status).size() == 2);  // what keeps the box off is not said twice
  CHECK(problems(status)[0].words.find("key_file k: does not belong to") != std::string::npos);
}

TEST_CASE("a changed configuration that is wrong is shown, with what to type") {
  auto status = good_day();
  status["config"] = {
      {"file", "/etc/liftbox/site.toml"},
      {"refused", {"/etc/liftbox/site.toml:9:1: unknown key 'landigs': did you mean 'landings'?"}}};
  CHECK_THAT(
      status_screen(status, plain),
      Catch::StartsWith("box      the changed configuration is wrong, the old one stays in force:\n"
                        "         /etc/liftbox/site.toml:9:1: unknown key 'landigs': did you mean 'landi…\n"
                        "         -> liftctl config check /etc/liftbox/site.toml\n"));
}

TEST_CASE("an acknowledged alarm asks for nothing") {
  auto status = bad_day();
  status["incidents"][1]["acknowledged"] = true;
  CHECK(problems(status)[0].words == "#119 entrapment 困人 confirmed (possible), 12 min 40 s");
  CHECK(problems(status)[0].remedy.empty());
}

TEST_CASE("a daemon that leaves something out is shown all the same") {
  CHECK(status_screen(json::object(), plain).find("Car      nobody can tell whether it moves") !=
        std::string::npos);
  CHECK(signals_screen(json::object(), plain).find("signal") == 0);
  CHECK(lines_of(events_of({json::object()}, plain)) == 2);
}

TEST_CASE("colours where they are seen, and only there") {
  CHECK(status_screen(bad_day(), plain).find('\033') == std::string::npos);
  CHECK(status_screen(bad_day(), {80, true}).find("\033[1;37;41mALARM") == 0);
}

TEST_CASE("text from the field cannot drive the terminal") {
  auto status = bad_day();
  status["sources"][1]["detail"] = "\033]0;owned\a";
  status["lift"]["address"] = "line\nbreak";
  CHECK(status_screen(status, plain).find('\033') == std::string::npos);
  CHECK(status_screen(status, plain).find("line?break") != std::string::npos);
}

TEST_CASE("signals: what cannot be believed first, and again last") {
  CHECK(signals_screen(some_signals(), plain) ==
        R"(signal                 value           age         quality source
brake_1_released       ?               2 h 1 min   bad     lines
load_kg                ?               never       stale   controller
custom.oil_temperature ?               1 min 1 s   stale   controller
service_mode           normal          0.4 s       good    controller
car_position           7250 mm         0.2 s       good    controller
door_zone              no              1 min 4 s   good    lines
cabinet_temperature    -0.5 degC       0.9 s       good    controller
custom.energy          4294967.295 kWh 0.9 s       good    meter
not bound: rear_door_open battery_mv
NOT TO BE BELIEVED: brake_1_released load_kg custom.oil_temperature
)");
}

TEST_CASE("events: a day's heading, what happened, and why") {
  CHECK(events_of(rescue(), plain) == R"(2026-01-04 +08:00
23:59:58 notice mode_normal 正常运行   noted        #117  inspection -> normal
2026-01-05 +08:00
08:00:49 notice entrapment 困人        suspected    #118
                occupied, outside the door zone
08:01:02 ALARM  entrapment 困人        confirmed    #118
                alarm button pressed, occupied, outside the door zone, with
                safety_chain_open
08:01:40 ALARM  entrapment 困人        acknowledged #118  by 4711
08:12:44 fault  source_lost 信号源失联 raised       #121  controller
08:16:44 ALARM  entrapment 困人        cleared      #118
                the car is empty, released after 14 min 5 s
)");
}

TEST_CASE("evidence in a few words") {
  const auto words = [](const char* type, const char* phase, const json& evidence) {
    return evidence_words(record("2026-01-05T08:00:00+08:00", "fault", type, phase, "e:1", evidence));
  };
  CHECK(words("brake_not_set", "raised", {{"why", "late"}, {"arms", {1, 2}}}) == "arm 1, 2, late");
  CHECK(words("door_close_fault", "raised", {{"why", "reopened"}, {"reopenings", 6}}) ==
        "6 times, reopens again and again");
  CHECK(words("unintended_movement", "raised", {{"left_zone", true}, {"speed_mm_s", 320}}) ==
        "left the door zone with a door open, 320 mm/s");
  CHECK(words("started", "noted", {{"reason", "power"}}) == "reason power");
  CHECK(words("safety_chain_open", "raised", json::object()).empty());
  auto possible = record("", "alarm", "entrapment", "confirmed", "e:1", {{"place", "in_zone"}});
  possible["confidence"] = "possible";
  CHECK(evidence_words(possible) == "possible, at a landing, doors shut");
  CHECK(titled("no_such_type") == "no_such_type");
}
