#include "agent/runtime/telemetry_queue.hpp"

#include <catch2/catch.hpp>

#include "tests/runtime/start.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using test::t0;

namespace {

constexpr auto minute = TelemetryQueue::patience;

/// One value, as it was at `second`; of so many bytes, about.
TelemetryBatch batch(int second, std::size_t bytes = 0) {
  const Moment at = t0 + second * 1s;
  return write_telemetry(
      std::vector<TelemetryValue>{{"custom.x" + std::string(bytes, '_'), 1.0 * second, at}},
      {.now = at, .wall_ms = second * 1000, .clock = "synced", .boot = {}});
}

std::vector<TelemetryBatch> stored(std::int64_t from, std::int64_t upto) {
  std::vector<TelemetryBatch> all;
  for (std::int64_t id = from; id <= upto; ++id) {
    all.push_back(batch(static_cast<int>(id)));
    all.back().id = id;
  }
  return all;
}

/// The seconds in which the values of a payload were taken: "1 2".
std::string seconds(const std::string& payload) {
  std::string text;
  const std::string before = R"("value":)";
  for (auto at = payload.find(before); at != std::string::npos; at = payload.find(before, at + 1)) {
    const auto begin = at + before.size();
    text += (text.empty() ? "" : " ") + payload.substr(begin, payload.find('}', begin) - begin);
  }
  return text;
}

}  // namespace

TEST_CASE("telemetry goes to a broker that takes it, and nowhere else") {
  TelemetryQueue queue{{}};
  queue.connected(0);
  CHECK_FALSE(queue.ready(t0));
  for (int second = 0; second < 600; ++second) {
    const Moment now = t0 + second * 1s;
    queue.add(batch(second), now);
    REQUIRE(queue.ready(now));
    CHECK(seconds(queue.fly(1)) == std::to_string(second));
    CHECK(queue.accepted(1) == 1);
    CHECK(queue.write_at() == never);
    CHECK_FALSE(queue.wanted());
    CHECK(queue.to_remove().empty());
  }
  CHECK(queue.accepted(1) == 0);
}

TEST_CASE("what the window has no place for becomes one message") {
  TelemetryQueue queue{{}};
  queue.connected(0);
  std::uint64_t ticket = 0;
  for (int second = 0; second < 10; ++second) {
    queue.add(batch(second), t0 + second * 1s);
    while (queue.ready(t0 + second * 1s)) queue.fly(++ticket);
  }
  CHECK(ticket == TelemetryQueue::most_in_flight);
  CHECK(queue.values_in_memory() == 10);
  queue.accepted(1);
  CHECK(seconds(queue.fly(++ticket)) == "4 5 6 7 8 9");
}

TEST_CASE("without a broker telemetry is written once a minute, as few large batches") {
  TelemetryQueue queue{{}};
  for (int second = 0; second < 60; ++second) {
    CHECK(queue.write_at() > t0 + second * 1s);
    queue.add(batch(second, 500), t0 + second * 1s);
  }
  CHECK(queue.write_at() == t0 + minute);
  const auto keep = queue.write(t0 + minute);
  CHECK(keep.batches.size() == 3);
  CHECK(keep.batches.front().id == 1);
  CHECK(seconds(keep.batches.front().payload).starts_with("0 1 2 3"));
  CHECK(keep.batches.front().payload.size() <= TelemetryQueue::most_in_a_message);

  SECTION("one writing at a time, and the next a minute later at the earliest") {
    queue.add(batch(61), t0 + 61s);
    CHECK(queue.write_at() == never);
    queue.written(keep);
    CHECK(queue.write_at() == t0 + 61s + minute);
  }
  SECTION("what could not be written is not lost") {
    queue.add(batch(61), t0 + 61s);
    queue.write_failed(keep, t0 + 62s);
    CHECK(queue.values_in_memory() == 61);
    CHECK(queue.write_at() >= t0 + 2 * minute);
    CHECK(queue.write(t0 + 2 * minute).batches.size() == 4);
  }
}

TEST_CASE("memory is bounded: the oldest goes, and is counted") {
  TelemetryQueue queue{{}};
  for (int second = 0; second < 20; ++second) queue.add(batch(second, 15'000), t0 + second * 1s);
  CHECK(queue.values_in_memory() == 17);
  CHECK(queue.lost() == TelemetryLoss{3, 0, 2000});
  const auto keep = queue.write(t0 + minute);
  CHECK(keep.lost == TelemetryLoss{3, 0, 2000});
  CHECK(seconds(keep.batches.front().payload) == "3");
  CHECK(queue.lost() == TelemetryLoss{});
}

TEST_CASE("after an outage the store comes first, oldest first, and then what came meanwhile") {
  TelemetryQueue queue{{.newest_id = 10, .batches = 10}};
  queue.add(batch(11), t0);
  CHECK_FALSE(queue.wanted());
  queue.connected(0);
  CHECK_FALSE(queue.ready(t0));
  const auto page = queue.wanted();
  REQUIRE(page);
  CHECK(page->after == 0);
  CHECK_FALSE(queue.wanted());
  queue.fetched(*page, stored(1, 8));
  std::string order;
  std::uint64_t ticket = 0;
  const auto drain = [&] {
    while (queue.ready(t0)) {
      order += seconds(queue.fly(++ticket)) + ' ';
      queue.accepted(ticket);
    }
  };
  drain();
  CHECK(order == "1 2 3 4 5 6 7 8 ");
  CHECK(queue.to_remove() == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(queue.to_remove().empty());
  queue.removed({1, 2, 3, 4, 5, 6, 7, 8});
  const auto next = queue.wanted();
  REQUIRE(next);
  CHECK(next->after == 8);
  queue.fetched(*next, stored(9, 10));
  drain();
  CHECK(order == "1 2 3 4 5 6 7 8 9 10 11 ");
  CHECK(queue.to_remove() == std::vector<std::int64_t>{9, 10});
  CHECK(queue.write_at() == never);
}

TEST_CASE("a backlog is not removed batch by batch") {
  TelemetryQueue queue{{.newest_id = 4, .batches = 4}};
  queue.connected(0);
  queue.fetched(queue.wanted().value(), stored(1, 4));
  for (std::uint64_t ticket = 1; ticket <= 4; ++ticket) queue.fly(ticket);
  for (std::uint64_t ticket = 1; ticket <= 3; ++ticket) {
    queue.accepted(ticket);
    CHECK(queue.to_remove().empty());
  }
  queue.accepted(4);
  CHECK(queue.to_remove().size() == 4);
  SECTION("and again if the store could not") {
    queue.remove_failed();
    CHECK(queue.to_remove().size() == 4);
  }
}

TEST_CASE("a connection that breaks puts everything back in its order") {
  TelemetryQueue queue{{.newest_id = 8, .batches = 8}};
  queue.connected(0);
  queue.fetched(queue.wanted().value(), stored(1, 8));
  queue.fly(1);
  queue.fly(2);
  queue.accepted(1);
  queue.disconnected(t0);
  CHECK_FALSE(queue.ready(t0));
  CHECK(queue.accepted(2) == 0);

  queue.connected(0);
  const auto page = queue.wanted();
  REQUIRE(page);
  CHECK(page->after == 0);
  SECTION("what the broker took is not sent again, though the store has it still") {
    queue.fetched(*page, stored(1, 8));
    CHECK(seconds(queue.fly(3)) == "2");
  }
  SECTION("an answer from before is not wanted") {
    queue.disconnected(t0);
    queue.fetched(*page, stored(1, 8));
    queue.connected(0);
    CHECK_FALSE(queue.ready(t0));
  }
}

TEST_CASE("a connection that breaks on the last page finds the store again") {
  TelemetryQueue queue{{.newest_id = 3, .batches = 3}};
  queue.connected(0);
  queue.fetched(queue.wanted().value(), stored(1, 3));
  queue.fly(1);
  CHECK_FALSE(queue.wanted());
  queue.disconnected(t0);
  queue.connected(0);
  REQUIRE(queue.wanted());
}

TEST_CASE("what was in flight when the connection broke goes first, also through the store") {
  TelemetryQueue queue{{}};
  queue.connected(0);
  queue.add(batch(1), t0);
  queue.fly(1);
  queue.add(batch(2, 16'000), t0 + 1s);
  queue.fly(2);
  queue.add(batch(3, 16'000), t0 + 2s);
  queue.disconnected(t0 + 3s);
  const auto keep = queue.write(t0 + 3s + minute);
  REQUIRE(keep.batches.size() == 3);
  for (int i = 0; i < 3; ++i) {
    CHECK(keep.batches[static_cast<std::size_t>(i)].id == i + 1);
    CHECK(seconds(keep.batches[static_cast<std::size_t>(i)].payload) == std::to_string(i + 1));
  }
}

TEST_CASE("what waits for a minute behind records goes to the store, and from there to the broker") {
  TelemetryQueue queue{{}};
  queue.connected(0);
  queue.add(batch(1), t0);
  CHECK(queue.write_at() == t0 + minute);
  const auto keep = queue.write(t0 + minute);
  queue.add(batch(2), t0 + minute);
  CHECK_FALSE(queue.ready(t0 + minute));
  queue.written(keep);
  queue.fetched(queue.wanted().value(), keep.batches);
  CHECK(seconds(queue.fly(1)) == "1");
  CHECK(seconds(queue.fly(2)) == "2");
}

TEST_CASE("a refused batch waits, and all telemetry with it: longer with each refusal") {
  TelemetryQueue queue{{}};
  queue.connected(0);
  Moment now = t0;
  queue.add(batch(1), now);
  for (const Duration wait : {30s, 60s, 120s, 240s, 480s, 600s, 600s}) {
    REQUIRE(queue.ready(now));
    queue.fly(1);
    queue.refused(1, now);
    CHECK(queue.retry_at() == now + wait);
    CHECK_FALSE(queue.ready(now + wait - 1ms));
    now += wait;
  }
  SECTION("until the broker takes one") {
    queue.fly(2);
    CHECK(queue.accepted(2) == 1);
    queue.add(batch(2), now);
    queue.fly(3);
    queue.refused(3, now);
    CHECK(queue.retry_at() == now + 30s);
  }
}

TEST_CASE("a refused batch that was written meanwhile is found again") {
  TelemetryQueue queue{{}};
  queue.connected(0);
  queue.add(batch(1), t0);
  queue.fly(1);
  queue.add(batch(2), t0);
  const auto second = queue.write(t0 + minute);
  queue.written(second);
  queue.fetched(queue.wanted().value(), second.batches);
  queue.refused(1, t0 + minute);
  const auto first = queue.write(t0 + 2 * minute);
  queue.written(first);
  REQUIRE(first.batches.size() == 1);
  CHECK(first.batches[0].id == 1);
  queue.fly(2);
  queue.accepted(2);
  const auto page = queue.wanted();
  REQUIRE(page);
  CHECK(page->after == 0);
  queue.fetched(*page, {first.batches[0], second.batches[0]});
  CHECK(seconds(queue.fly(3)) == "1");
  CHECK_FALSE(queue.ready(t0 + 2 * minute));
}

TEST_CASE("what is larger than the broker takes is lost, and said so") {
  TelemetryQueue queue{{.newest_id = 1, .batches = 1}};
  queue.add(batch(2), t0);
  queue.connected(600);
  CHECK(queue.lost().values == 1);
  queue.fetched(queue.wanted().value(), stored(1, 1));
  queue.add(batch(3), t0);
  CHECK_FALSE(queue.ready(t0));
  CHECK(queue.lost() == TelemetryLoss{3, 1000, 3000});
  CHECK(queue.to_remove() == std::vector<std::int64_t>{1});
  CHECK(queue.write_at() <= t0);
}

TEST_CASE("a box that ends writes down what is in flight too") {
  TelemetryQueue queue{{}};
  queue.connected(0);
  queue.add(batch(1), t0);
  queue.fly(1);
  queue.add(batch(2), t0);
  CHECK(queue.write(t0, true).batches.size() == 2);
}
