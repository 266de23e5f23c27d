#include <catch2/catch.hpp>

#include "tests/elevator/brake_bench.hpp"

namespace liftbox::test {
namespace {

/// Told to release at `start`, told to set 5 s later; each arm answers after so long.
void cycle(Bench& lift, Duration start, Duration release, Duration set) {
  lift.set(start, {{brake_command, 1}}).set(start + release, {{brake_1_released, 1}, {brake_2_released, 1}});
  lift.set(start + 5s, {{brake_command, 0}})
      .set(start + 5s + set, {{brake_1_released, 0}, {brake_2_released, 0}});
  lift.until(start + 9s);
}

}  // namespace

TEST_CASE("an arm has a second to release, and a second to set") {
  Bench lift = two_arms();
  cycle(lift, 10s, 999ms, 999ms);
  CHECK(lift.said().empty());
  cycle(lift, 20s, 1s, 300ms);
  CHECK(lift.said() == Said{"21000 brake_not_released raised certain"});
  cycle(lift, 30s, 300ms, 1s);
  CHECK(lift.said() == Said{"36000 brake_not_set raised certain"});
}

TEST_CASE("both clear after two good cycles") {
  Bench lift = two_arms();
  cycle(lift, 10s, 1500ms, 1500ms);
  CHECK(lift.said() == Said{"11000 brake_not_released raised certain", "16000 brake_not_set raised certain"});
  cycle(lift, 20s, 300ms, 300ms);
  cycle(lift, 30s, 1500ms, 1500ms);
  cycle(lift, 40s, 300ms, 300ms);
  CHECK(lift.said().empty());
  cycle(lift, 50s, 300ms, 300ms);
  CHECK(lift.said() ==
        Said{"55000 brake_not_released cleared certain", "55300 brake_not_set cleared certain"});
}

TEST_CASE("a command that ends before the second is over judges nobody") {
  Bench lift = two_arms();
  lift.set(10s, {{brake_command, 1}}).set(10'900ms, {{brake_command, 0}}).until(1min);
  CHECK(lift.said().empty());
}

TEST_CASE("a relevelling that releases again within the second is no brake that did not set") {
  Bench lift = two_arms();
  lift.set(10s, {{brake_command, 1}}).set(10'200ms, {{brake_1_released, 1}, {brake_2_released, 1}});
  lift.set(15s, {{brake_command, 0}}).set(15'500ms, {{brake_command, 1}}).until(1min);
  CHECK(lift.said().empty());
}

TEST_CASE("brakes are not judged in inspection nor while the mains are lost") {
  Bench lift = two_arms();
  SECTION("inspection") {
    lift.set(5s, {{service_mode, 2}}).said();
  }
  SECTION("mains lost") {
    lift.set(5s, {{mains_power, 0}}).said();
  }
  cycle(lift, 10s, 1500ms, 1500ms);
  for (const std::string& line : lift.said()) CHECK(line.find("brake") == std::string::npos);
}

TEST_CASE("an arm that cannot be read is not judged") {
  Bench lift = two_arms();
  lift.set(10s, {{brake_command, 1}})
      .set(10'200ms, {{brake_1_released, 1}})
      .lose(10'500ms, {brake_2_released});
  lift.until(1min);
  CHECK(lift.said().empty());
}

TEST_CASE("an arm that drops for 100 ms during a run") {
  Bench lift = two_arms();
  lift.set(10s, {{brake_command, 1}})
      .set(10'200ms, {{brake_1_released, 1}, {brake_2_released, 1}, {car_moving, 1}});
  SECTION("once the run has begun") {
    lift.set(20s, {{brake_2_released, 0}}).until(20'099ms);
    CHECK(lift.said().empty());
    lift.until(20'100ms);
    CHECK(lift.said() == Said{"20100 brake_not_released raised certain"});
  }
  SECTION("not when the command ends with it: that is setting") {
    lift.set(20s, {{brake_2_released, 0}})
        .set(20'050ms, {{brake_command, 0}, {brake_1_released, 0}})
        .set(20'300ms, {{car_moving, 0}})
        .until(1min);
    CHECK(lift.said().empty());
  }
}

}  // namespace liftbox::test
