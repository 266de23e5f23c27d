#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "tests/simulated/play.hpp"

using namespace liftbox::simulated;
using namespace liftbox::simulated::test;

namespace {

Story story_file(const std::string& name) {
  std::ifstream in{std::string{STORIES} + "/" + name};
  return read_story(in, name, {});
}

/// When that happened for the n-th time.
Time when(const Play& play, const std::string& what, std::size_t n = 1) {
  for (const Happening& happening : play.happenings)
    if (happening.what == what && --n == 0) return happening.at;
  FAIL(what << " did not happen so often");
  return {};
}

Time noted(const Play& play, const std::string& name) {
  for (const Happening& happening : play.happenings)
    if (happening.what == "note" && text(happening.details[0].second) == name) return happening.at;
  FAIL("no note " << name);
  return {};
}

/// Played once for each seed.
const Play& demonstration(std::uint64_t seed) {
  static std::map<std::uint64_t, std::unique_ptr<Play>> played;
  std::unique_ptr<Play>& play = played[seed];
  if (!play) {
    play = std::make_unique<Play>(story_file("demo.story"), seed);
    play->until(4min);
  }
  return *play;
}

}  // namespace

TEST_CASE("every story plays without anything impossible in it") {
  for (const auto& file : std::filesystem::directory_iterator{STORIES}) {
    CAPTURE(file.path());
    Play play{story_file(file.path().filename()), 3};
    play.until(100s);
    CHECK(play.count("person_entered") > 0);
  }
}

TEST_CASE("the demonstration gives a box the time it needs for each thing") {
  const Play& play = demonstration(GENERATE(1U, 42U));
  CHECK(play.lift.now() == 200s);
  REQUIRE(play.count("trapped") == 2);
  REQUIRE(play.count("freed") == 2);
  REQUIRE(play.count("alarm_pressed") == 2);
  CHECK(play.count("person_entered") == 5);
  CHECK(play.count("person_left") == 5);

  SECTION("trapped between floors: the alarm comes after 45 s, the daemon dies meanwhile") {
    CHECK(play.detail("trapped", "in_zone") == "false");
    CHECK(when(play, "alarm_pressed") - when(play, "emergency_stop") > 46s);
    CHECK(noted(play, "kill-daemon") - when(play, "alarm_pressed") > 3s);
    CHECK(when(play, "mode_changed") - noted(play, "kill-daemon") > 5s);
  }
  SECTION("the car is seen empty for 10 s before the door shuts, then the bus is cut for more than 30 s") {
    constexpr Time pir_hold{2000};
    CHECK(when(play, "mode_changed", 2) - when(play, "person_left", 3) > pir_hold + 10s);
    CHECK(when(play, "bus_cut") > when(play, "door_shut", 4));
    CHECK(when(play, "bus_back") - when(play, "bus_cut") > 31s);
    CHECK(when(play, "car_started", 5) > when(play, "bus_back") + 1s);
  }
  SECTION("trapped behind the door: held for 15 s and more, the broker away for 20 s") {
    const Time stopped = when(play, "car_stopped", 5);
    CHECK(when(play, "alarm_pressed", 2) - stopped > 1s);
    CHECK(when(play, "door_mended") - stopped > 15s + 500ms);
    CHECK(noted(play, "broker-on") - noted(play, "broker-off") == 20s);
    CHECK(noted(play, "broker-off") < stopped);
    CHECK(noted(play, "broker-on") > stopped + 15s);
  }
  SECTION("the door reopens seven times, and nobody enters before the car was empty for 10 s") {
    CHECK(play.count("door_reopened") == 7);
    CHECK(when(play, "person_entered", 5) - when(play, "person_left", 4) > 12s + 500ms);
  }
}
