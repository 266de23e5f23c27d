#include "drivers/simulated/lift/registers.hpp"

#include <catch2/catch.hpp>

#include "tests/simulated/play.hpp"

using namespace liftbox::simulated;
using namespace liftbox::simulated::test;

namespace {

enum Bit : unsigned {
  car_moving = 1U << 0U,
  run_contactor = 1U << 1U,
  door_open_command = 1U << 2U,
  door_close_command = 1U << 3U,
  car_call = 1U << 4U,
  door_obstructed = 1U << 5U,
  safety_chain = 1U << 6U,
};

}  // namespace

TEST_CASE("a lift that stands at the lowest landing shows that") {
  Play play{""};
  play.until(1s);
  CHECK(registers(play.lift) == std::array<std::uint16_t, 10>{1, 0, 0, 0, 0, 1, 0, 0, safety_chain, 285});
}

TEST_CASE("a car on its way shows direction, speed, position and load") {
  Play play{"1 trip 8 1 1"};
  play.until(8s);
  auto shown = registers(play.lift);
  CHECK(shown[1] == 1);
  CHECK(shown[2] == 1750);
  CHECK(shown[4] == std::lround(play.lift.machine().motion.height()));
  CHECK(shown[8] == (car_moving | run_contactor | safety_chain));
  play.step_while([&] { return play.count("car_started") < 2; }).until(play.lift.now() + 5s);
  shown = registers(play.lift);
  CHECK(shown[1] == 2);
  CHECK(shown[6] >= 50);
}

TEST_CASE("a car below its lowest landing has a negative position, high word first") {
  Play play{"1 trip 5 1 1\n19 brake-stuck 1 released\n19 brake-stuck 2 released\n22 mains-off"};
  play.step_while([&] { return play.lift.machine().motion.height() > -Shaft::final_limit; });
  const auto shown = registers(play.lift);
  CHECK(static_cast<std::int32_t>(static_cast<std::uint32_t>(shown[3]) << 16U | shown[4]) ==
        Approx(-150).margin(2));
  CHECK((shown[8] & 1U << 8U) != 0);
}

TEST_CASE("the status word says what the door is told, what is in its way, and who presses a button") {
  Play play{"1 trip 1 3 1\n2 obstruct-door 1"};
  unsigned seen = 0;
  play.until(1200ms);
  CHECK(registers(play.lift)[8] == door_open_command);
  play.step_while([&] {
    seen |= registers(play.lift)[8];
    return play.lift.now() < 12s;
  });
  CHECK((seen & door_close_command) != 0);
  CHECK((seen & door_obstructed) != 0);
  CHECK((seen & car_call) != 0);
}

TEST_CASE("mode and fault code are the controller's") {
  Play play{"1 fault-code 7\n2 technician-arrives"};
  play.until(3s);
  CHECK(registers(play.lift)[0] == 2);
  CHECK(registers(play.lift)[7] == 7);
}
