#include "protocols/modbus/schedule.hpp"

#include <catch2/catch.hpp>

using namespace liftbox;
using namespace liftbox::modbus;
using namespace std::chrono_literals;
using End = Schedule::End;
using Blocks = std::vector<std::size_t>;

namespace {

constexpr Moment start{100s};

/// Unit 0 has the blocks 0 (every 200 ms) and 1 (every second), unit 1 has 2 and 3.
Schedule two_units() {
  Schedule schedule;
  schedule.add(0, 200ms, start);
  schedule.add(0, 1s, start);
  schedule.add(1, 200ms, start);
  schedule.add(1, 1s, start);
  return schedule;
}

}  // namespace

TEST_CASE("nothing is due without blocks", "[modbus]") {
  CHECK(Schedule{}.next(start).at == never);
}

TEST_CASE("the block that is late by most of its interval goes first", "[modbus]") {
  Schedule schedule = two_units();
  CHECK(schedule.next(start).block == 0);
  schedule.ended(0, End::answered, start);
  CHECK(schedule.next(start).block == 2);
  schedule.ended(2, End::answered, start);
  CHECK(schedule.next(start).block == 1);
  CHECK(schedule.next(start + 300ms).block == 0);  // half an interval late, the others 0.3 of theirs
}

TEST_CASE("missed turns are not made up for", "[modbus]") {
  Schedule schedule;
  schedule.add(0, 200ms, start);
  schedule.ended(0, End::answered, start + 10ms);
  CHECK(schedule.next(start + 10ms).at == start + 200ms);
  schedule.ended(0, End::answered, start + 900ms);
  CHECK(schedule.next(start + 900ms).at == start + 1100ms);
}

TEST_CASE("one damaged answer or one silence is asked for again, others that are late go before it",
          "[modbus]") {
  for (const End end : {End::damaged, End::silent}) {
    Schedule schedule = two_units();
    CHECK(schedule.ended(0, end, start + 50ms).empty());
    CHECK_FALSE(schedule.bad(0));
    CHECK(schedule.next(start + 50ms).block == 2);
    for (const std::size_t other : Blocks{1, 2, 3}) schedule.ended(other, End::answered, start + 50ms);
    CHECK(schedule.next(start + 50ms).block == 0);
    CHECK(schedule.ended(0, End::answered, start + 60ms).empty());
  }
}

TEST_CASE("three damaged answers or two silences in a row make values unknown", "[modbus]") {
  Schedule schedule = two_units();
  CHECK(schedule.ended(0, End::damaged, start).empty());
  CHECK(schedule.ended(0, End::damaged, start).empty());
  CHECK(schedule.ended(0, End::damaged, start) == Blocks{0});
  CHECK(schedule.ended(0, End::damaged, start).empty());
  CHECK(schedule.ended(2, End::silent, start).empty());
  CHECK(schedule.ended(2, End::silent, start) == Blocks{2});
  CHECK_FALSE(schedule.silent(1));
}

TEST_CASE("a refused block is asked for ever more rarely", "[modbus]") {
  Schedule schedule;
  schedule.add(0, 200ms, start);
  Moment now = start;
  std::vector<Duration> pauses;
  for (int i = 0; i < 6; ++i) {
    schedule.ended(0, End::refused, now);
    pauses.push_back(schedule.next(now).at - now);
    now = schedule.next(now).at;
  }
  CHECK(pauses == std::vector<Duration>{1s, 2s, 4s, 8s, 10s, 10s});
  CHECK_FALSE(schedule.silent(0));
}

TEST_CASE("a silent unit is probed with one block at a time, ever more rarely, and back at once",
          "[modbus]") {
  Schedule schedule = two_units();
  schedule.ended(2, End::silent, start);
  CHECK(schedule.ended(2, End::silent, start) == Blocks{2});
  CHECK(schedule.ended(3, End::silent, start) == Blocks{3});
  CHECK(schedule.silent(1));

  schedule.ended(0, End::answered, start);
  schedule.ended(1, End::answered, start);
  Moment now = start;
  std::vector<std::size_t> probed;
  std::vector<Duration> pauses;
  Moment last = start;
  while (probed.size() < 6) {
    const Schedule::Turn turn = schedule.next(now);
    now = turn.at;
    if (turn.block < 2) {
      schedule.ended(turn.block, End::answered, now);
      continue;
    }
    probed.push_back(turn.block);
    pauses.push_back(now - last);
    last = now;
    schedule.ended(turn.block, End::silent, now);
  }
  CHECK(probed == Blocks{2, 3, 2, 3, 2, 3});
  CHECK(pauses == std::vector<Duration>{1s, 2s, 4s, 8s, 10s, 10s});

  schedule.ended(2, End::answered, now);
  CHECK_FALSE(schedule.silent(1));
  CHECK_FALSE(schedule.bad(2));
  CHECK(schedule.bad(3));  // not known until it is read
  schedule.ended(0, End::answered, now);
  schedule.ended(1, End::answered, now);
  CHECK(schedule.next(now).block == 3);
  CHECK(schedule.next(now).at == now);
}

TEST_CASE("a silent unit that has the bus to itself is probed every second", "[modbus]") {
  Schedule schedule;
  schedule.add(0, 200ms, start);
  schedule.ended(0, End::silent, start);
  Moment now = start;
  for (int i = 0; i < 4; ++i) {
    schedule.ended(0, End::silent, now);
    CHECK(schedule.silent(0));
    CHECK(schedule.next(now).at == now + 1s);
    now += 1s;
  }
}

TEST_CASE("one block that gets no answer does not make its unit silent", "[modbus]") {
  Schedule schedule = two_units();
  schedule.ended(2, End::silent, start);
  schedule.ended(3, End::answered, start);
  schedule.ended(2, End::silent, start);
  schedule.ended(3, End::answered, start);
  CHECK(schedule.bad(2));
  CHECK_FALSE(schedule.bad(3));
  CHECK_FALSE(schedule.silent(1));
}

TEST_CASE("a line that is gone makes all unknown, and all are due when it is back", "[modbus]") {
  Schedule schedule = two_units();
  for (const std::size_t block : Blocks{0, 1, 2, 3}) schedule.ended(block, End::answered, start);
  CHECK(schedule.lost(start + 10ms) == Blocks{0, 1, 2, 3});
  CHECK(schedule.next(start + 10ms).at == start + 10ms);
  CHECK(schedule.lost(start + 20ms).empty());
}

TEST_CASE("a retired block has no more turns", "[modbus]") {
  Schedule schedule;
  schedule.add(0, 200ms, start);
  schedule.retire(0);
  CHECK(schedule.next(start).at == never);
  CHECK(schedule.lost(start).empty());
}
