#include "drivers/lines/gpio_line.hpp"

#include <catch2/catch.hpp>
#include <deque>

#include "tests/lines/hand_clock.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

using Edges = std::vector<GpioEdge>;

/// What the kernel has to say, read by read.
class HandInput final : public GpioInput {
 public:
  bool high = false;
  bool there = true;
  std::deque<Edges> reads;

  std::string label() const override { return "inputs"; }
  int descriptor() const override { return -1; }
  std::optional<bool> level() override { return there ? std::optional{high} : std::nullopt; }
  std::optional<Edges> edges() override {
    if (!there) return std::nullopt;
    if (reads.empty()) return Edges{};
    Edges edges = std::move(reads.front());
    reads.pop_front();
    return edges;
  }
};

/// The contact of the door zone, open at the beginning.
struct GpioLineBench {
  HandClock clock;
  HandInput input;
  LineSet set{{{.name = "DI1", .signal = Signal::door_zone, .debounce = 20ms}}};
  GpioLine line{0, set, clock};

  explicit GpioLineBench(std::deque<Edges> before = {}, bool high = false) {
    input.reads = std::move(before);
    input.high = high;
    REQUIRE(line.begin(input));
    CHECK(said() == (high ? "1@0 " : "0@0 "));
  }
  void drain(std::deque<Edges> reads, bool level_after) {
    input.reads = std::move(reads);
    input.high = level_after;
    clock.at += 100ms;
    REQUIRE(line.drain(input));
    set.settle(clock.now());
  }
  std::string said() {
    std::string text;
    for (const Reading& reading : set.take())
      text += std::to_string(reading.value) + "@" + std::to_string((reading.at - at(0)).count()) + " ";
    return text;
  }
};

}  // namespace

TEST_CASE("two equal edges in a row mean that one between them was lost", "[lines]") {
  GpioLineBench bench;
  bench.drain({{{true, at(10)}}}, true);
  CHECK(bench.said() == "1@10 ");
  SECTION("and the level is as the last edge said") {
    bench.drain({{{true, at(150)}}}, true);
    CHECK(bench.line.lost_edges() == 1);
    CHECK(bench.said().empty());
    bench.drain({{{false, at(250)}}}, false);
    CHECK(bench.said() == "0@250 ");
  }
  SECTION("and the level tells that another was lost after it") {
    bench.drain({{{true, at(150)}}}, false);
    CHECK(bench.line.lost_edges() == 2);
    bench.drain({}, false);
    CHECK(bench.said() == "0@200 ");
  }
}

TEST_CASE("where the kernel's queue was full the level is asked for", "[lines]") {
  GpioLineBench bench;
  Edges burst;
  for (int i = 0; i < 16; ++i) burst.push_back({i % 2 == 0, at(10 + i)});
  SECTION("and the edges after the sixteenth were lost") {
    bench.drain({burst}, true);
    CHECK(bench.line.lost_edges() == 1);
    bench.drain({}, true);
    CHECK(bench.said() == "1@100 ");
  }
  SECTION("and none was lost") {
    bench.drain({burst}, false);
    CHECK(bench.line.lost_edges() == 0);
    CHECK(bench.said().empty());
  }
  SECTION("and an edge that came meanwhile is not taken twice") {
    bench.drain({burst, {{true, at(60)}}}, true);
    CHECK(bench.line.lost_edges() == 0);
    CHECK(bench.said() == "1@60 ");
  }
  SECTION("and an edge that the level was already part of is not a second one") {
    bench.drain({burst}, true);
    bench.drain({{{true, at(99)}}}, true);
    CHECK(bench.line.lost_edges() == 1);
    CHECK(bench.said() == "1@100 ");
  }
}

TEST_CASE("edges from before the line is watched are part of its first level", "[lines]") {
  SECTION("those that waited") {
    GpioLineBench bench{{{{true, at(-30)}, {false, at(-20)}, {true, at(-10)}}}, true};
    CHECK(bench.line.lost_edges() == 0);
    CHECK(bench.set.raw_edges() == 0);
  }
  SECTION("one that came between them and the level") {
    GpioLineBench bench{{}, true};
    bench.drain({{{true, at(0)}}}, true);
    CHECK(bench.line.lost_edges() == 0);
    CHECK(bench.said().empty());
  }
}

TEST_CASE("a level that no edge told of is met by the check", "[lines]") {
  GpioLineBench bench;
  bench.input.high = true;
  REQUIRE(bench.line.check(bench.input));
  CHECK(bench.line.lost_edges() == 0);
  SECTION("and believed the second time") {
    bench.clock.at += 1s;
    REQUIRE(bench.line.check(bench.input));
    CHECK(bench.line.lost_edges() == 1);
    bench.drain({}, true);
    CHECK(bench.said() == "1@1000 ");
  }
  SECTION("while its edge was on its way") {
    bench.drain({{{true, at(1)}}}, true);
    REQUIRE(bench.line.check(bench.input));
    REQUIRE(bench.line.check(bench.input));
    CHECK(bench.line.lost_edges() == 0);
    CHECK(bench.said() == "1@1 ");
  }
}

TEST_CASE("a line tells when its chip has gone", "[lines]") {
  GpioLineBench bench;
  bench.input.there = false;
  CHECK_FALSE(bench.line.drain(bench.input));
  CHECK_FALSE(bench.line.check(bench.input));
  CHECK_FALSE(bench.line.begin(bench.input));
}
