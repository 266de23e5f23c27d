#include <catch2/catch.hpp>

#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t plenty = 1'000'000;
const Delivery::Settings usual{.topic_root = "lift/v1"};

/// Accepts everything until nothing comes any more. Returns the speeds.
std::string drain(DeliveryBench& bench) {
  std::string told;
  for (auto messages = bench.take(); !messages.empty(); messages = bench.take()) {
    if (const std::string said = speeds(messages); !said.empty()) told += (told.empty() ? "" : " | ") + said;
    for (const Message& message : messages) bench.accept(message);
  }
  return told;
}

/// A speed each second, from one to another.
void measure(DeliveryBench& bench, int from, int upto) {
  for (int speed = from; speed <= upto; ++speed) {
    bench.measure(speed);
    bench.pass(1s);
  }
}

}  // namespace

TEST_CASE("telemetry is published at once while the broker takes it, and costs the flash nothing") {
  DeliveryBench bench{usual, plenty};
  bench.start();
  drain(bench);
  for (int speed = 1; speed <= 20; ++speed) {
    bench.measure(speed);
    const auto messages = bench.take();
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].topic == "telemetry");
    CHECK(messages[0].qos == 1);
    CHECK_FALSE(messages[0].retained);
    CHECK(speeds(messages) == std::to_string(speed));
    bench.accept(messages[0]);
    bench.pass(10s);
    drain(bench);
  }
  CHECK(bench.telemetry_store.writings == 0);
  CHECK(bench.telemetry->report().accepted == 20);
  CHECK(bench.telemetry->report().waiting == 0);
}

TEST_CASE("a box without telemetry publishes and stores none") {
  DeliveryBench bench;
  bench.start();
  bench.keep(RecordClass::notice);
  drain(bench);
  bench.delivery->something_waits();
  bench.settle();
  CHECK(bench.take().empty());
}

TEST_CASE("an outage is bridged by the store: nothing is missing, oldest first, behind the records") {
  DeliveryBench bench{usual, plenty};
  bench.start();
  drain(bench);
  bench.broker.away = "no route";
  bench.lose();
  measure(bench, 1, 200);
  CHECK(bench.telemetry_store.writings == 3);
  CHECK(bench.telemetry_store.inner.telemetry_standing().values == 180);
  CHECK(bench.telemetry->report().waiting == 200);
  for (int i = 0; i < 40; ++i) bench.keep(RecordClass::stats);

  bench.broker.away.clear();
  bench.pass(130s);
  std::string order;
  std::string told;
  for (auto messages = bench.take(); !messages.empty(); messages = bench.take())
    for (const Message& message : messages) {
      if (message.topic == "record/stats") order += 'r';
      if (message.topic == "telemetry") {
        order += 't';
        told += speeds({message}) + ' ';
      }
      bench.accept(message);
    }
  CHECK(order.find('t') == 40);
  CHECK(order.find('r', 40) == std::string::npos);
  std::string expected;
  for (int speed = 1; speed <= 200; ++speed) expected += std::to_string(speed) + ' ';
  CHECK(told == expected);
  CHECK(bench.telemetry_store.inner.telemetry_standing().batches == 0);
  CHECK(bench.telemetry->report().waiting == 0);
  CHECK(bench.losses.empty());
}

TEST_CASE("telemetry never takes more of the window than four places, and none that a record wants") {
  DeliveryBench bench{{.topic_root = "lift/v1", .window = 8}, plenty};
  bench.start();
  drain(bench);
  measure(bench, 1, 10);
  CHECK(speeds(bench.take()) == "1 | 2 | 3 | 4");
  for (int i = 0; i < 6; ++i) bench.keep(RecordClass::notice);
  const auto records = bench.take();
  CHECK(records.size() == 4);
  CHECK(speeds(records).empty());
  bench.accept(records[0]);
  bench.accept(records[1]);
  const auto more = bench.take();
  CHECK(more.size() == 2);
  CHECK(speeds(more).empty());
}

TEST_CASE("an alarm does not wait for a backlog of telemetry") {
  DeliveryBench bench{{.topic_root = "lift/v1", .window = 1}, plenty};
  bench.start();
  drain(bench);
  measure(bench, 1, 3);
  const auto flying = bench.take();
  CHECK(speeds(flying) == "1");
  bench.keep(RecordClass::alarm);
  bench.accept(flying[0]);
  const auto next = bench.take();
  REQUIRE(next.size() == 1);
  CHECK(next[0].topic == "record/alarm");
  bench.accept(next[0]);
  bench.pass(1s);
  CHECK(drain(bench) == "2 3");
}

TEST_CASE("a share that is full loses the oldest telemetry, and one record tells of it after the outage") {
  DeliveryBench bench{usual, 12'000};
  bench.start();
  drain(bench);
  bench.broker.away = "no route";
  bench.lose();
  measure(bench, 1, 600);
  CHECK(bench.losses.empty());
  CHECK(bench.telemetry->report().stored_bytes <= 12'000);

  bench.broker.away.clear();
  bench.pass(130s);
  const std::string told = drain(bench);
  REQUIRE(bench.losses.size() == 1);
  const TelemetryLoss loss = bench.losses[0];
  CHECK(loss.values > 300);
  CHECK(told.starts_with(std::to_string(loss.values + 1) + ' '));
  CHECK(told.ends_with(" 600"));
  CHECK(loss.upto_ms - loss.from_ms == (static_cast<std::int64_t>(loss.values) - 1) * 1000);
  CHECK(bench.telemetry->report().lost == loss.values);
  CHECK(bench.telemetry_store.inner.telemetry_standing().loss == TelemetryLoss{});

  SECTION("and of a loss that goes on, one an hour") {
    bench.lose();
    bench.broker.away = "no route";
    measure(bench, 1, 600);
    bench.broker.away.clear();
    bench.pass(130s);
    drain(bench);
    CHECK(bench.losses.size() == 1);
    bench.pass(1h);
    bench.measure(1);
    bench.pass(1s);
    CHECK(bench.losses.size() == 2);
  }
}

TEST_CASE("a store that cannot is tried again, and telemetry waits in memory meanwhile") {
  DeliveryBench bench{usual, plenty};
  bench.start();
  drain(bench);
  bench.broker.away = "no route";
  bench.lose();
  bench.telemetry_store.trouble = "the disk is full";
  measure(bench, 1, 70);
  CHECK(bench.telemetry->report().store_error == "the disk is full");
  bench.telemetry_store.trouble.clear();
  bench.pass(60s);
  CHECK(bench.telemetry->report().store_error.empty());
  CHECK(bench.telemetry->report().waiting == 70);

  SECTION("also where it cannot read them back, or take out what has gone") {
    bench.telemetry_store.trouble = "the disk is gone";
    bench.broker.away.clear();
    bench.pass(130s);
    CHECK(drain(bench).empty());
    bench.telemetry_store.trouble.clear();
    bench.pass(5s);
    const auto first = bench.take();
    CHECK(speeds(first).starts_with("1 2 3"));
    bench.telemetry_store.trouble = "the disk is gone";
    for (const Message& message : first) bench.accept(message);
    CHECK(bench.telemetry_store.inner.telemetry_standing().batches > 0);
    bench.telemetry_store.trouble.clear();
    bench.pass(5s);
    CHECK(drain(bench).empty());
    CHECK(bench.telemetry_store.inner.telemetry_standing().batches == 0);
  }
}

TEST_CASE("what the broker refuses is sent again, and does not stop the records") {
  DeliveryBench bench{usual, plenty};
  bench.start();
  drain(bench);
  bench.measure(1);
  bench.broker.callbacks.refused(bench.take().at(0).ticket, 0x87, "not authorized");
  bench.settle();
  bench.measure(2);
  bench.keep(RecordClass::notice);
  CHECK(bench.records().size() == 1);
  bench.pass(29s);
  CHECK(speeds(bench.take()).empty());
  bench.pass(1s);
  CHECK(speeds(bench.take()) == "1 2");
}

TEST_CASE("a box that ends leaves to the next life what the broker has not accepted") {
  DeliveryBench bench{usual, plenty};
  bench.start();
  drain(bench);
  measure(bench, 1, 6);
  bench.telemetry->finish();
  bench.settle();
  std::string kept;
  for (const TelemetryBatch& batch : bench.telemetry_store.inner.waiting_telemetry(0, 10))
    kept += std::to_string(batch.values) + ' ';
  CHECK(kept == "1 1 1 1 2 ");
}
