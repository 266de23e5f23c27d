#include <catch2/catch.hpp>

#include "tests/simulated/play.hpp"

using namespace liftbox::simulated;
using namespace liftbox::simulated::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("steps come at their time, or some time after the step before") {
  const Story story = story_of("# a comment\n\n12.5 mains-off  # and another\n+3 mains-on\n20 note done\n");
  REQUIRE(story.steps.size() == 3);
  CHECK(story.steps[0].at == 12500ms);
  CHECK(story.steps[1].at == 15500ms);
  CHECK(story.steps[2].at == 20s);
  CHECK(story.steps[2].line == 5);
  CHECK_FALSE(story.repeats_after);
}

TEST_CASE("a note appears where others look for it, and changes nothing") {
  Play play{"2 note kill-daemon\n"};
  play.until(3s);
  REQUIRE(play.count("note") == 1);
  CHECK(play.detail("note", "name") == "kill-daemon");
  CHECK(play.when("note") == 2s);
}

TEST_CASE("the bus cable is pulled and put back") {
  Play play{"1 cut-bus\n2 cut-bus\n3 restore-bus\n"};
  play.until(2500ms);
  CHECK(play.stage.bus_cut);
  play.until(4s);
  CHECK_FALSE(play.stage.bus_cut);
  CHECK(play.told() == std::vector<std::string>{"bus_cut", "bus_back"});
}

TEST_CASE("a story that repeats begins again once the lift is idle") {
  Play play{"1 trip 1 2 1\n5 repeat\n"};
  play.until(2min);
  CHECK(play.count("person_left") >= 4);
  CHECK(play.count("person_left") == play.count("person_entered"));
}

TEST_CASE("a story ends where it says so") {
  Play play{"1 note a\n2 end\n3 note b\n"};
  play.until(1min);
  CHECK(play.lift.now() == 2s);
  CHECK(play.count("note") == 1);
}

TEST_CASE("what is left to chance is between existing landings") {
  Play play{"1 trip any any any\n2 repeat"};
  play.until(4min);
  CHECK(play.count("person_entered") > 2);
  CHECK(play.count("trapped") == 0);
}

TEST_CASE("a mistake in a story is named with its line and what to write") {
  const auto [text, mistake] = GENERATE(table<std::string, std::string>({
      {"soon mains-off", "\"soon\" is no time"},
      {"-1 mains-off", "\"-1\" is no time"},
      {"nan mains-off", "\"nan\" is no time"},
      {"1", "what happens is missing"},
      {"1 dance", "\"dance\" is unknown; there are trip, "},
      {"1 trip 1 9 1", "TO is \"9\"; it must be a number from 1 to 8; write: trip FROM TO PERSONS"},
      {"1 trip 1 two 1", "TO is \"two\""},
      {"1 trip 3 3 1", "nobody rides from a landing to itself"},
      {"1 trip 1 2", "PERSONS is missing"},
      {"1 trip 1 2 1 1", "\"1\" is one word too many"},
      {"1 press-alarm long", "SECONDS is \"long\""},
      {"1 brake-stuck 3 set", "ARM is \"3\""},
      {"1 brake-stuck 1 loose", "\"set\" or \"released\""},
      {"1 mode party", "\"party\" is no mode"},
      {"1 obstruct-door 0", "TIMES is \"0\""},
      {"1 note", "NAME is missing"},
      {"1 repeat\n2 mains-off", "nothing can come after repeat"},
      {"5 mains-off\n4 mains-on", "time goes back"},
  }));
  CAPTURE(text);
  CHECK_THROWS_WITH(story_of(text), StartsWith("test.story:") && Contains(mistake));
}

TEST_CASE("all mistakes of a story are named at once") {
  CHECK_THROWS_WITH(story_of("1 dance\n2 note ok\n3 sing\n"),
                    Contains("test.story:1: ") && Contains("\ntest.story:3: "));
}

TEST_CASE("what is impossible at its moment ends the story with its line") {
  const auto [text, mistake] = GENERATE(table<std::string, std::string>({
      {"\n1 press-alarm 2", "test.story:2: impossible at this moment: nobody is in the car"},
      {"1 creep-to-landing", "technician-arrives comes first"},
      {"1 technician-leaves", "technician-arrives comes first"},
      {"1 trip 1 8 1\n10 technician-arrives\n10.1 creep-to-landing", "the car still moves"},
      {"1 trip 1 8 1\n10 technician-arrives\n12 open-door", "the car does not stand at a landing"},
      {"1 technician-arrives\n2 open-door\n8 creep-to-landing", "with its door open"},
  }));
  CAPTURE(text);
  Play play{text};
  CHECK_THROWS_WITH(play.until(30s), Contains(mistake));
}
