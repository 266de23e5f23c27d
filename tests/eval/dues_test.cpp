#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/eval/dues.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;
using Facts = std::vector<std::pair<std::string, std::int64_t>>;

/// Somebody is in a car that stopped at 100 s and was shut long before, for an
/// hour.
worn::Truth held(bool outside, const Facts& then) {
  Facts facts{{"persons", 1}, {"outside_zone", outside ? 1 : 0}, {"mode_then", 1},   {"mains", 1},
              {"bus", 1},     {"stopped_ms", 100'000},           {"shut_ms", 50'000}};
  facts.insert(facts.end(), then.begin(), then.end());
  return {"held", "stop", 100'000, 3'700'000, facts};
}

Duration due(bool outside, const Facts& then) {
  const std::vector<Due> dues = entrapment_dues(held(outside, then));
  REQUIRE(dues.size() == 1);
  return dues.front().at == never ? Duration{} : dues.front().at.time_since_epoch();
}

}  // namespace

TEST_CASE("when an entrapment is due, by the table") {
  SECTION("outside the zone: 90 s") {
    CHECK(due(true, {}) == 190s);
  }
  SECTION("in the zone: 300 s") {
    CHECK(due(false, {}) == 400s);
  }
  SECTION("in the zone after an attempt: 120 s") {
    CHECK(due(false, {{"call_ms", 130'000}}) == 220s);
    CHECK(due(false, {{"open_command_ms", 95'000}, {"open_command_upto_ms", 101'000}}) == 220s);
  }
  SECTION("a late attempt counts when it was in vain for 10 s") {
    CHECK(due(false, {{"call_ms", 350'000}}) == 360s);
  }
  SECTION("the alarm button outside: at once") {
    CHECK(due(true, {{"alarm_ms", 120'000}, {"alarm_upto_ms", 121'000}}) == 120'500ms);
    CHECK(due(true, {{"alarm_ms", 90'000}, {"alarm_upto_ms", 91'000}}) == 101s);
  }
  SECTION("too short a press is none") {
    CHECK(due(true, {{"alarm_ms", 120'000}, {"alarm_upto_ms", 120'400}}) == 190s);
    CHECK(due(true, {{"alarm_ms", 120'000}, {"alarm_upto_ms", 120'559}}) == 190s);
  }
  SECTION("the alarm button in the zone: after 15 s") {
    CHECK(due(false, {{"alarm_ms", 102'000}, {"alarm_upto_ms", 103'000}}) == 115s);
  }
  SECTION("mains lost in the first minute: 120 s more, not in the second") {
    CHECK(due(true, {{"mains_lost_ms", 99'000}}) == 310s);
    CHECK(due(true, {{"mains_lost_ms", 160'000}}) == 310s);
    CHECK(due(true, {{"mains_lost_ms", 160'001}}) == 190s);
  }
  SECTION("three seconds of movement begin another hold, less do not") {
    const auto moves = [](std::int64_t upto) {
      return Facts{{"moved_ms", 150'000}, {"stood_ms", upto}, {"stood_in_zone", 0}};
    };
    CHECK(due(true, moves(153'000)) == 243s);
    CHECK(due(true, moves(152'999)) == 190s);
  }
  SECTION("not in motion: who presses as the car sets off may get away") {
    const Facts pressed{{"alarm_ms", 149'900}, {"moved_ms", 150'000}, {"alarm_upto_ms", 151'000}};
    const auto stands = [&](std::int64_t at, std::int64_t in_zone) {
      Facts then = pressed;
      then.insert(then.end(), {{"stood_ms", at}, {"stood_in_zone", in_zone}});
      return then;
    };
    CHECK(due(true, stands(152'500, 0)) == 153'500ms);
    CHECK(due(true, stands(152'500, 1)) == 153'500ms);
    CHECK(due(true, pressed) == 0s);
  }
  SECTION("not during inspection; from its end it is timed anew") {
    CHECK(due(true, {{"mode_ms", 150'000}, {"mode", 2}, {"mode_ms", 500'000}, {"mode", 1}}) == 590s);
    CHECK(due(true, {{"mode_ms", 150'000}, {"mode", 2}}) == 0s);
  }
  SECTION("a call over a silent bus is heard by nobody") {
    CHECK(due(false, {{"bus_silent_ms", 99'000}, {"call_ms", 130'000}}) == 400s);
  }
}

TEST_CASE("a press that a stuck button hides from the box is not waited for") {
  const worn::Truth pressed = held(true, {{"alarm_ms", 120'000}, {"alarm_upto_ms", 121'000}});
  const Due due = entrapment_dues(pressed, false).front();
  CHECK(due.at.time_since_epoch() == 190s);
  CHECK(due.soonest->time_since_epoch() == 120'500ms);
}

TEST_CASE("nobody is trapped in an empty car") {
  worn::Truth empty = held(true, {});
  empty.facts.front().second = 0;
  CHECK(entrapment_dues(empty).empty());
}

TEST_CASE("an alarm that is out is not due again; a press too short to raise it prolongs it") {
  const auto press = [](std::int64_t from, std::int64_t lasts) {
    return worn::Truth{"alarm_press", "stop", from, from + lasts, {}};
  };
  const auto due_at = [](const std::vector<worn::Truth>& presses) {
    std::vector<Duration> at;
    for (const Due& one : dues({}, presses))
      if (one.type == EventType::alarm_button && one.at != never) at.push_back(one.at.time_since_epoch());
    return at;
  };
  CHECK(due_at({press(10'000, 400)}).empty());
  CHECK(due_at({press(10'000, 1'000), press(71'500, 1'000)}) == std::vector<Duration>{10'500ms});
  CHECK(due_at({press(10'000, 1'000), press(72'500, 1'000)}) == std::vector<Duration>{10'500ms, 73s});
  CHECK(due_at({press(10'000, 1'000), press(50'000, 200), press(72'500, 1'000)}) ==
        std::vector<Duration>{10'500ms});
}

TEST_CASE("a press that a stuck button hides is no alarm that was missed") {
  const worn::Truth press{"alarm_press", "stop", 20'000, 21'000, {}};
  const auto alarms_due = [](const std::vector<worn::Truth>& truths) {
    const std::vector<Due> all = dues({}, truths);
    return std::count_if(all.begin(), all.end(), [](const Due& one) {
      return one.type == EventType::alarm_button && one.at != never;
    });
  };
  CHECK(alarms_due({press}) == 1);
  CHECK(alarms_due({press, {"switch_stuck", "", 15'000, 25'000, {{"alarm_button", 0}}}}) == 0);
}

TEST_CASE("a press at an open door is told as filtered, where nothing hides the door") {
  const worn::Truth press{"alarm_press", "", 20'000, 21'000, {{"in_zone", 1}, {"shut", 0}}};
  worn::Truth shuts = press;
  shuts.facts.emplace_back("shut_ms", 20'400);
  worn::Truth moving = press;
  moving.facts.emplace_back("moving", 1);
  const auto noted = [](const std::vector<worn::Truth>& truths) {
    std::vector<Duration> at;
    for (const Due& one : dues({}, truths))
      if (one.type == EventType::alarm_button_filtered && one.at != never)
        at.push_back(one.at.time_since_epoch());
    return at;
  };
  CHECK(noted({press}) == std::vector<Duration>{20'500ms});
  CHECK(noted({shuts}).empty());
  CHECK(noted({moving}).empty());
  CHECK(noted({press, {"bus_silent", "", 15'000, 25'000, {}}}).empty());
}

TEST_CASE("a final limit is due at once, but not while the bus that tells of it is silent") {
  const worn::Truth limit{"overtravel_top", "overtravel", 100'000, 160'000, {}};
  const auto due_at = [](const std::vector<worn::Truth>& truths) {
    std::vector<Duration> at;
    for (const Due& one : dues({}, truths))
      if (one.type == EventType::overtravel_top && one.at != never) at.push_back(one.at.time_since_epoch());
    return at;
  };
  CHECK(due_at({limit}) == std::vector<Duration>{100'050ms});
  CHECK(due_at({{"bus_silent", "", 99'000, 150'000, {}}, limit}).empty());
}

}  // namespace liftbox::eval
