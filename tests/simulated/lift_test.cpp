#include <catch2/catch.hpp>

#include "tests/simulated/play.hpp"

using namespace liftbox::simulated;
using namespace liftbox::simulated::test;
using Told = std::vector<std::string>;

TEST_CASE("a passenger calls, rides and leaves") {
  Play play{"1 trip 2 5 1"};
  play.until(60s);
  CHECK(play.told() == Told{"car_started", "car_stopped", "door_opened", "person_entered", "door_shut",
                            "car_started", "car_stopped", "door_opened", "person_left", "door_shut"});
  CHECK(play.detail("car_stopped", "floor") == "2");
  CHECK(play.detail("car_stopped", "in_zone") == "true");
  CHECK(play.happenings[6].at - play.happenings[5].at > 7s);
  CHECK(play.lift.machine().motion.height() == 12000);
  CHECK(play.lift.idle());
}

TEST_CASE("passengers with different ways are all brought to theirs") {
  Play play{"1 trip 1 5 2\n+1 trip 3 2 1\n+1 trip 8 1 3"};
  play.until(3min);
  CHECK(play.count("person_entered") == 6);
  CHECK(play.count("person_left") == 6);
  CHECK(play.lift.idle());
  CHECK(play.count("trapped") == 0);
}

TEST_CASE("the car moves only shut and locked, with the brake told to release and both arms released") {
  Play play{"1 trip 1 4 2\n+1 trip 4 1 1\n+5 trip 8 2 1"};
  bool ever_moved = false;
  play.step_while([&] {
    const Machine& machine = play.lift.machine();
    if (!machine.motion.standing()) {
      ever_moved = true;
      REQUIRE(machine.door.locked());
      REQUIRE(machine.contactor);
      REQUIRE(machine.brake.energised());
      REQUIRE(machine.brake.all_released());
    }
    return play.lift.now() < 2min;
  });
  CHECK(ever_moved);
}

TEST_CASE("the door zone is left and reached 200 mm from the landing") {
  Play play{"1 trip 2 1 1"};
  std::vector<double> edges;
  bool in_zone = true;
  play.step_while([&] {
    const Machine& machine = play.lift.machine();
    if (machine.in_zone() != in_zone) edges.push_back(machine.motion.height());
    in_zone = machine.in_zone();
    return play.count("door_opened") == 0;
  });
  REQUIRE(edges.size() == 2);
  CHECK(edges[0] == Approx(200).margin(2));
  CHECK(edges[1] == Approx(2800).margin(2));
}

TEST_CASE("who stands still is not seen, who moves is") {
  Play play{"1 trip 1 8 1"};
  play.step_while([&] { return play.count("person_entered") == 0; });
  CHECK(play.lift.people().seen(play.lift.now()));
  CHECK(play.lift.people().load_kg() >= 50);
  int unseen = 0;
  play.step_while([&] {
    if (!play.lift.people().seen(play.lift.now())) ++unseen;
    return play.count("person_left") == 0;
  });
  CHECK(unseen > 0);
  CHECK(play.lift.people().load_kg() == 0);
  CHECK(play.lift.people().seen(play.lift.now()));
  play.until(play.lift.now() + 2500ms);
  CHECK_FALSE(play.lift.people().seen(play.lift.now()));
}

TEST_CASE("a passenger presses the button in the car once, for half a second") {
  Play play{"1 trip 1 5 1"};
  int presses = 0;
  Time pressed{};
  bool before = false;
  play.step_while([&] {
    const bool now = play.lift.people().presses_call(play.lift.now());
    if (now && !before) ++presses;
    if (now) pressed += one_step;
    before = now;
    return play.count("person_left") == 0;
  });
  CHECK(presses == 1);
  CHECK(pressed == 500ms);
}

TEST_CASE("the same seed gives the same lift, edge by edge; another one another") {
  const auto edges = [](std::uint64_t seed) {
    return Play{"1 trip any any any\n30 repeat", seed}.until(1min).edges;
  };
  const auto once = edges(5);
  CHECK(once.size() > 100);
  CHECK(once == edges(5));
  CHECK(once != edges(6));
}
