#include <catch2/catch.hpp>

#include "drivers/simulated/lift/door.hpp"

using namespace liftbox::simulated;
using Command = Door::Command;

namespace {

void wait(Door& door, Time time) {
  for (Time waited{}; waited < time; waited += one_step) door.step();
}

Door open_door() {
  Door door;
  door.command(Command::open);
  wait(door, Door::opening_time + 1ms);
  return door;
}

}  // namespace

TEST_CASE("the door opens and shuts in its time") {
  Door door;
  CHECK(door.locked());
  door.command(Command::open);
  wait(door, 1ms);
  CHECK_FALSE(door.closed());
  CHECK_FALSE(door.locked());
  wait(door, Door::opening_time - 10ms);
  CHECK_FALSE(door.fully_open());
  wait(door, 10ms);
  CHECK(door.fully_open());

  door.command(Command::close);
  wait(door, Door::closing_time - 5ms);
  CHECK_FALSE(door.closed());
  wait(door, 10ms);
  CHECK(door.closed());
  CHECK_FALSE(door.locked());
  wait(door, Door::locking_time);
  CHECK(door.locked());
}

TEST_CASE("without a command the door stays as it is") {
  Door door = open_door();
  door.command(Command::close);
  wait(door, 500ms);
  door.command(Command::none);
  wait(door, 10s);
  CHECK_FALSE(door.closed());
  CHECK_FALSE(door.fully_open());
}

TEST_CASE("an obstacle holds the closing door until it is open again") {
  Door door = open_door();
  door.obstruct(1);
  door.command(Command::close);
  wait(door, 5s);
  CHECK(door.obstructed());
  CHECK_FALSE(door.closed());
  door.command(Command::open);
  wait(door, Door::opening_time);
  CHECK(door.fully_open());
  CHECK_FALSE(door.obstructed());
  door.command(Command::close);
  wait(door, 5s);
  CHECK(door.closed());
}

TEST_CASE("a door that is stuck shut does not open, whatever it is told") {
  Door door;
  door.stick(Door::Stuck::shut);
  door.command(Command::open);
  wait(door, 10s);
  CHECK(door.locked());
  door.stick(Door::Stuck::no);
  wait(door, 10s);
  CHECK(door.fully_open());
}

TEST_CASE("a door that is stuck open does not shut, whatever it is told") {
  Door door = open_door();
  door.stick(Door::Stuck::open);
  door.command(Command::close);
  wait(door, 10s);
  CHECK(door.fully_open());
}
