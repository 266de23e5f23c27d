#include "drivers/lines/debouncer.hpp"

#include <catch2/catch.hpp>

#include "tests/lines/hand_clock.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

using Change = Debouncer::Change;

}  // namespace

TEST_CASE("a contact counts as changed once it has lasted 20 ms, stamped with its first edge") {
  Debouncer contact;
  contact.start(false);
  CHECK(contact.look_again_at() == never);
  CHECK_FALSE(contact.edge(true, t0));
  CHECK(contact.look_again_at() == t0 + 20ms);
  CHECK_FALSE(contact.settle(t0 + 19ms));
  CHECK(contact.settle(t0 + 20ms) == Change{true, t0});
  CHECK(contact.look_again_at() == never);
  CHECK_FALSE(contact.settle(t0 + 1h));
}

TEST_CASE("a bouncing contact is one change, at the first edge of the bounce") {
  Debouncer contact;
  contact.start(false);
  CHECK_FALSE(contact.edge(true, t0));
  CHECK_FALSE(contact.edge(false, t0 + 3ms));
  CHECK_FALSE(contact.edge(true, t0 + 5ms));
  CHECK_FALSE(contact.edge(false, t0 + 12ms));
  CHECK_FALSE(contact.edge(true, t0 + 13ms));
  CHECK_FALSE(contact.settle(t0 + 32ms));
  CHECK(contact.settle(t0 + 33ms) == Change{true, t0});
  CHECK(contact.raw_edges() == 5);
}

TEST_CASE("a flicker that falls back never happened, but is counted") {
  Debouncer contact;
  contact.start(true);
  CHECK_FALSE(contact.edge(false, t0));
  CHECK_FALSE(contact.edge(true, t0 + 2ms));
  CHECK_FALSE(contact.settle(t0 + 22ms));
  CHECK(contact.look_again_at() == never);
  CHECK(contact.raw_edges() == 2);
}

TEST_CASE("the next edge tells what had lasted before it, when nobody looked in time") {
  Debouncer contact;
  contact.start(false);
  CHECK_FALSE(contact.edge(true, t0));
  CHECK(contact.edge(false, t0 + 20ms) == Change{true, t0});
  CHECK(contact.settle(t0 + 40ms) == Change{false, t0 + 20ms});
}

TEST_CASE("a contact that never rests does not change") {
  Debouncer contact;
  contact.start(false);
  bool level = false;
  for (auto t = t0; t < t0 + 1s; t += 10ms) {
    level = !level;
    CHECK_FALSE(contact.edge(level, t));
  }
  CHECK(contact.raw_edges() == 100);
  CHECK_FALSE(contact.settle(t0 + 1s));
}

TEST_CASE("edges of which one was lost, or that come out of order, do not upset it") {
  Debouncer contact;
  contact.start(false);
  SECTION("two equal edges are one change") {
    CHECK_FALSE(contact.edge(true, t0));
    CHECK_FALSE(contact.edge(true, t0 + 4ms));
    CHECK(contact.settle(t0 + 24ms) == Change{true, t0});
  }
  SECTION("an edge to the level it had is no change") {
    CHECK_FALSE(contact.edge(false, t0));
    CHECK_FALSE(contact.settle(t0 + 20ms));
  }
  SECTION("an older stamp does not shorten the time") {
    CHECK_FALSE(contact.edge(true, t0));
    CHECK_FALSE(contact.edge(false, t0 + 5ms));
    CHECK_FALSE(contact.edge(true, t0 + 1ms));
    CHECK_FALSE(contact.settle(t0 + 24ms));
    CHECK(contact.settle(t0 + 25ms) == Change{true, t0});
  }
}

TEST_CASE("a line without debounce changes with each edge") {
  Debouncer line(0ms);
  line.start(false);
  CHECK_FALSE(line.edge(true, t0));
  CHECK(line.settle(t0) == Change{true, t0});
  CHECK_FALSE(line.edge(false, t0 + 1ms));
  CHECK(line.edge(true, t0 + 2ms) == Change{false, t0 + 1ms});
}
