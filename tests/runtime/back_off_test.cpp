#include "agent/runtime/back_off.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace liftbox;
using namespace std::chrono_literals;

TEST_CASE("waits for the broker lie anywhere below a ceiling that doubles from 1 s to 120 s") {
  const Duration ceilings[] = {1s, 2s, 4s, 8s, 16s, 32s, 64s, 120s, 120s, 120s};
  Duration longest[std::size(ceilings)] = {};
  for (std::uint64_t box = 0; box < 1000; ++box) {
    BackOff back_off{box};
    for (std::size_t i = 0; i < std::size(ceilings); ++i) {
      const Duration wait = back_off.next();
      REQUIRE(wait >= 0ms);
      REQUIRE(wait <= ceilings[i]);
      longest[i] = std::max(longest[i], wait);
    }
  }
  for (std::size_t i = 0; i < std::size(ceilings); ++i) CHECK(longest[i] > ceilings[i] * 9 / 10);
}

TEST_CASE("a city's boxes do not return at once") {
  std::set<Duration> waits;
  for (std::uint64_t box = 0; box < 100; ++box) waits.insert(BackOff{box}.next());
  CHECK(waits.size() > 80);
}

TEST_CASE("after a good connection the waits begin small again") {
  BackOff back_off{1};
  for (int i = 0; i < 20; ++i) back_off.next();
  back_off.reset();
  CHECK(back_off.next() <= 1s);
}

TEST_CASE("a new alarm waits 10 s at most, and leaves the ceiling where it is") {
  BackOff back_off{1};
  for (int i = 0; i < 20; ++i) CHECK(back_off.hurried() <= 10s);
  CHECK(back_off.next() <= 1s);
  CHECK(back_off.next() <= 2s);
}
