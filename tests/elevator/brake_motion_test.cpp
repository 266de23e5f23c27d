#include <catch2/catch.hpp>

#include "tests/elevator/brake_bench.hpp"

namespace liftbox::test {
namespace {

/// A run of 8 s every minute.
void braked_run(Bench& lift, Duration start) {
  lift.set(start, {{brake_command, 1}}).set(start + 250ms, {{brake_1_released, 1}, {brake_2_released, 1}});
  lift.set(start + 500ms, {{car_moving, 1}}).set(start + 8s, {{car_moving, 0}, {brake_command, 0}});
  lift.set(start + 8200ms, {{brake_1_released, 0}, {brake_2_released, 0}}).until(start + 12s);
}

Said brake_words(Bench& lift) {
  Said words;
  for (const std::string& line : lift.said())
    if (line.find("drag") != std::string::npos || line.find("slip") != std::string::npos)
      words.push_back(line);
  return words;
}

}  // namespace

TEST_CASE("a car that is driven against its brake is told as a brake that dropped: one cause") {
  Bench lift = two_arms();
  lift.set(10s, {{brake_command, 1}}).set(10250ms, {{brake_1_released, 1}, {brake_2_released, 1}});
  lift.set(10500ms, {{car_moving, 1}}).set(15s, {{brake_2_released, 0}}).until(20s);
  CHECK(lift.said() == Said{"15100 brake_not_released raised certain"});
  CHECK(lift.held_back() == Said{"15500 brake_drag swallowed brake_not_released"});
}

TEST_CASE("a brake that slips: the car moves, all arms have set for a second") {
  Bench lift = two_arms();
  braked_run(lift, 10s);
  lift.set(30s, {{car_moving, 1}}).until(30199ms);
  CHECK(lift.said().empty());
  lift.until(30200ms);
  CHECK(brake_words(lift) == Said{"30200 brake_slip raised certain"});

  SECTION("it holds again after ten runs") {
    lift.set(32s, {{car_moving, 0}});
    for (int i = 1; i <= 10; ++i) braked_run(lift, i * 1min);
    CHECK(brake_words(lift).empty());
    braked_run(lift, 11min);
    CHECK(brake_words(lift) == Said{"660000 brake_slip cleared certain"});
  }
}

TEST_CASE("a car that comes to rest within the second after the brake has set does not slip") {
  Bench lift = two_arms();
  lift.set(10s, {{brake_command, 1}}).set(10250ms, {{brake_1_released, 1}, {brake_2_released, 1}});
  lift.set(10500ms, {{car_moving, 1}}).set(18s, {{brake_command, 0}});
  lift.set(18200ms, {{brake_1_released, 0}, {brake_2_released, 0}})
      .set(19300ms, {{car_moving, 0}})
      .until(1min);
  CHECK(brake_words(lift).empty());
}

TEST_CASE("a car that creeps away from where its brake has set") {
  Bench lift = two_arms({}, {car_position});
  lift.set(0s, {{car_position, 5000}});
  braked_run(lift, 10s);
  lift.set(30s, {{car_position, 5000}}).set(40s, {{car_position, 5019}});
  CHECK(brake_words(lift).empty());
  lift.set(50s, {{car_position, 4980}});
  CHECK(brake_words(lift) == Said{"50000 brake_slip raised certain"});
}

TEST_CASE("a brake is not said to slip in inspection, nor without mains") {
  Bench lift = two_arms();
  braked_run(lift, 10s);
  SECTION("inspection") {
    lift.set(25s, {{service_mode, 2}}).until(28s);
  }
  SECTION("mains") {
    lift.set(25s, {{mains_power, 0}}).until(28s);
  }
  lift.said();
  lift.set(30s, {{car_moving, 1}}).until(40s);
  CHECK(brake_words(lift).empty());
  CHECK(lift.held_back().size() >= 1);
}

}  // namespace liftbox::test
