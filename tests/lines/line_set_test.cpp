#include "drivers/lines/line_set.hpp"

#include <catch2/catch.hpp>

#include "tests/lines/hand_clock.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

LineSet door_and_brake() {
  return LineSet({{"DI1", Signal::door_closed, false, 20ms}, {"DI2", Signal::brake_1_released, true, 5ms}});
}

}  // namespace

TEST_CASE("each line is bound as edges") {
  const auto bindings = door_and_brake().bindings();
  REQUIRE(bindings.size() == 2);
  CHECK(bindings[0].signal == Signal::door_closed);
  CHECK(bindings[1].signal == Signal::brake_1_released);
  CHECK(bindings[1].arrival == Arrival::edges);
}

TEST_CASE("a normally closed contact is inverted where it is wired") {
  auto lines = door_and_brake();
  lines.offer(*lines.find("DI2"), true, t0);
  lines.edge(*lines.find("DI2"), false, t0 + 10ms);
  lines.settle(t0 + 15ms);
  const auto readings = lines.take();
  REQUIRE(readings.size() == 2);
  CHECK(readings[0].value == 0);
  CHECK(readings[1].value == 1);
  CHECK(readings[1].at == t0 + 10ms);
}

TEST_CASE("readings of several lines come sorted by their first edges") {
  auto lines = door_and_brake();
  lines.offer(0, false, t0);
  lines.offer(1, true, t0);
  lines.take();
  lines.edge(0, true, t0 + 10ms);
  lines.edge(1, false, t0 + 12ms);
  CHECK(lines.look_again_at() == t0 + 17ms);
  lines.edge(1, true, t0 + 19ms);
  lines.settle(t0 + 30ms);
  const auto readings = lines.take();
  REQUIRE(readings.size() == 3);
  CHECK(readings[0].signal == Signal::door_closed);
  CHECK(readings[1].at == t0 + 12ms);
  CHECK(readings[2].at == t0 + 19ms);
  CHECK(lines.raw_edges() == 3);
  CHECK(lines.take().empty());
}

TEST_CASE("a reading counts the raw edges of its contact since the last") {
  auto lines = door_and_brake();
  lines.offer(0, false, t0);
  lines.take();
  SECTION("a change with its bounces") {
    for (const auto ms : {10ms, 12ms, 14ms}) lines.edge(0, ms != 12ms, t0 + ms);
    lines.settle(t0 + 200ms);
    const auto readings = lines.take();
    REQUIRE(readings.size() == 1);
    CHECK(readings[0].raw_edges == 3);
    CHECK(lines.look_again_at() == never);
  }
  SECTION("a flicker that falls back, 100 ms after it began") {
    lines.edge(0, true, t0 + 10ms);
    lines.edge(0, false, t0 + 15ms);
    lines.settle(t0 + 60ms);
    CHECK(lines.take().empty());
    CHECK(lines.look_again_at() == t0 + 110ms);
    lines.settle(t0 + 110ms);
    const auto readings = lines.take();
    REQUIRE(readings.size() == 1);
    CHECK(readings[0].value == 0);
    CHECK(readings[0].raw_edges == 2);
    CHECK(lines.look_again_at() == never);
  }
  SECTION("a contact that bounces without end, every 100 ms") {
    int told = 0;
    for (auto at = t0; at < t0 + 1s; at += 5ms) {
      lines.edge(0, (at - t0) / 5ms % 2 == 0, at);
      lines.settle(at);
      for (const auto& reading : lines.take()) {
        CHECK(reading.value == 0);
        told += reading.raw_edges;
      }
    }
    CHECK(told > 150);
    CHECK(told <= 200);
  }
}

TEST_CASE("a line that was never offered is bad, and its edges are ignored") {
  auto lines = door_and_brake();
  lines.offer(0, true, t0);
  CHECK(lines.missing() == std::vector<std::string>{"DI2"});
  lines.lose_missing(t0 + 1ms);
  lines.edge(1, false, t0 + 2ms);
  lines.settle(t0 + 1s);
  const auto readings = lines.take();
  REQUIRE(readings.size() == 2);
  CHECK(readings[0].quality == Quality::good);
  CHECK(readings[1].signal == Signal::brake_1_released);
  CHECK(readings[1].quality == Quality::bad);
}

TEST_CASE("a change still bouncing when the source is lost is not told afterwards") {
  auto lines = door_and_brake();
  lines.offer(0, false, t0);
  lines.edge(0, true, t0 + 5ms);
  lines.lose_all(t0 + 6ms);
  lines.take();
  CHECK(lines.look_again_at() == never);
  lines.settle(t0 + 1s);
  CHECK(lines.take().empty());
}
