#include <catch2/catch.hpp>

#include "tests/simulated/play.hpp"

using namespace liftbox::simulated;
using namespace liftbox::simulated::test;
using Told = std::vector<std::string>;

TEST_CASE("the car stops between floors, and a technician fetches it") {
  Play play{"1 trip 1 5 1\n2 stop-between-floors\n60 technician-arrives\n62 creep-to-landing\n72 open-door"};
  play.until(30s);
  const Machine& machine = play.lift.machine();
  CHECK(play.detail("car_stopped", "in_zone") == "false");
  CHECK(machine.shaft.off_landing(machine.motion.height()) > Shaft::zone + 100);
  CHECK_FALSE(machine.doors_locked());
  CHECK(machine.brake.arms_set() == 2);
  CHECK(play.lift.controller().fault() == Controller::door_lock_fault);
  CHECK(play.detail("trapped", "since_story_ms") == std::to_string(play.when("car_stopped").count()));

  double fastest = 0;
  play.step_while([&] {
    fastest = std::max(fastest, std::abs(machine.motion.speed()));
    return play.lift.now() < 71s;
  });
  CHECK(machine.level());
  CHECK(fastest == Approx(300).margin(1));
  CHECK(play.count("door_opened") == 1);
  play.until(90s);
  CHECK(play.told({"trapped", "mode_changed", "freed", "person_left"}) ==
        Told{"trapped", "mode_changed", "freed", "person_left"});

  SECTION("back in normal operation it goes on working") {
    play.lift.technician_leaves();
    play.lift.arrive(6, 2, 1);
    play.until(3min);
    CHECK(play.count("person_left") == 2);
  }
}

TEST_CASE("somebody is trapped behind a door that does not open, until it does") {
  Play play{"1 trip 1 3 1\n10 door-stuck-shut\n60 door-works"};
  play.until(50s);
  CHECK(play.detail("trapped", "in_zone") == "true");
  CHECK(play.lift.machine().door.command() == Door::Command::open);
  CHECK(play.count("freed") == 0);
  play.until(70s);
  CHECK(play.when("freed") > 60s);
  CHECK(play.count("person_left") == 1);
}

TEST_CASE("an obstructed door reopens as often as something is in its way") {
  Play play{"1 trip 1 3 1\n10 obstruct-door 7"};
  play.until(90s);
  CHECK(play.count("door_reopened") == 7);
  CHECK(play.happenings.back().what == "door_shut");
}

TEST_CASE("a door that is stuck open keeps the lift at its landing") {
  Play play{"1 trip 1 3 1\n2 door-stuck-open\n60 door-works"};
  play.until(50s);
  CHECK(play.count("car_started") == 0);
  CHECK(play.lift.machine().door.command() == Door::Command::close);
  play.until(90s);
  CHECK(play.count("person_left") == 1);
}

TEST_CASE("an emergency stop stops the car wherever it is, and holds it") {
  Play play{"1 trip 1 8 1\n12 emergency-stop"};
  play.until(60s);
  CHECK(play.count("emergency_stop") == 1);
  CHECK(play.when("car_stopped") - play.when("emergency_stop") < 1500ms);
  CHECK(play.lift.controller().fault() == Controller::safety_chain_fault);
  CHECK_FALSE(play.lift.machine().chain_closed());
  CHECK(play.lift.machine().doors_locked());
  CHECK(play.count("door_opened") == 1);
}

TEST_CASE("without mains the car stops; with them it comes to a landing and lets its passenger out") {
  Play play{"1 trip 1 5 1\n12 mains-off\n40 mains-on"};
  play.until(39s);
  CHECK_FALSE(play.lift.controller().alive());
  CHECK(play.lift.machine().motion.standing());
  CHECK_FALSE(play.lift.contacts().wire(Line::mains_power).level);
  CHECK(play.lift.contacts().wire(Line::mains_power).since == play.when("mains_lost"));
  play.until(80s);
  CHECK(play.lift.controller().alive());
  CHECK(play.told({"mains_lost", "mains_back", "freed", "person_left"}) ==
        Told{"mains_lost", "mains_back", "freed", "person_left"});
}

TEST_CASE("a brake arm that does not follow is a fault") {
  SECTION("not set: the other one holds, people get out, nothing moves any more") {
    Play play{"1 trip 1 3 1\n9 brake-stuck 1 released\n50 trip 5 1 1"};
    play.until(90s);
    CHECK(play.lift.controller().fault() == Controller::brake_not_set_fault);
    CHECK(play.lift.machine().brake.released(0));
    CHECK(play.count("person_left") == 1);
    CHECK(play.count("car_started") == 1);
  }
  SECTION("not released: the car does not start, the door opens again") {
    Play play{"1 brake-stuck 2 set\n2 trip 1 3 1\n60 brake-works"};
    play.until(40s);
    CHECK(play.lift.controller().fault() == Controller::brake_not_released_fault);
    CHECK(play.count("car_started") == 0);
    CHECK(play.count("door_opened") == 2);
    play.until(2min);
    CHECK(play.count("person_left") == 1);
  }
}

TEST_CASE("the alarm button is down as long as the story says") {
  Play play{"1 trip 1 8 1\n10 press-alarm 2.5"};
  play.until(30s);
  CHECK(play.happenings.size() > 2);
  std::vector<Edge> edges;
  for (const Edge& edge : play.edges)
    if (edge.line == Line::alarm_button) edges.push_back(edge);
  REQUIRE(edges.size() >= 2);
  CHECK(edges.front().at == play.when("alarm_pressed"));
  CHECK(play.when("alarm_released") - play.when("alarm_pressed") == 2500ms - one_step);
}

TEST_CASE("in another mode than normal nobody is fetched") {
  Play play{"1 mode out_of_service\n2 trip 4 1 1\n20 mode normal"};
  play.until(19s);
  CHECK(play.told() == Told{"mode_changed"});
  play.until(80s);
  CHECK(play.count("person_left") == 1);
}
