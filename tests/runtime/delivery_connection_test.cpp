#include <catch2/catch.hpp>

#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// Fails every attempt for long enough that the next lies far off.
void long_outage(DeliveryBench& bench) {
  bench.broker.away = "connection refused";
  bench.start();
  do bench.pass(1s);
  while (*bench.delivery->report().retry_at - bench.time.now < 30s);
}

}  // namespace

TEST_CASE("a device that connects says that it is online, who it is and how it fares") {
  DeliveryBench bench;
  bench.start();
  const auto said = bench.take();
  REQUIRE(said.size() == 3);
  for (const Message& message : said) CHECK(message.retained);
  CHECK(said[0].topic == "status");
  CHECK(said[0].payload == "online");
  CHECK(said[1].topic == "identity");
  CHECK(said[2].topic == "state");
  REQUIRE(bench.broker.will);
  CHECK(bench.broker.will->topic == "status");
  CHECK(bench.broker.will->payload == "offline");
  CHECK(bench.broker.will->retained);
  CHECK(bench.changes == std::vector<std::pair<bool, std::string>>{{true, ""}});
  CHECK(bench.delivery->report().broker == "mqtt://broker");
}

TEST_CASE("a broker that cannot be had is tried again with back-off, and the report says why and when") {
  DeliveryBench bench;
  bench.broker.away = "connection refused";
  bench.start();
  const DeliveryReport& report = bench.delivery->report();
  CHECK_FALSE(report.connected);
  CHECK(report.error == "connection refused");
  REQUIRE(report.retry_at);
  CHECK(*report.retry_at <= bench.time.now + 1s);
  bench.pass(10min);
  CHECK(bench.broker.connects > 8);
  CHECK(bench.broker.connects < 40);
  CHECK(bench.delivery->report().since == Moment{1h});

  bench.broker.away.clear();
  bench.pass(2min);
  CHECK(bench.delivery->report().connected);
  CHECK(bench.delivery->report().error.empty());
}

TEST_CASE("a connection that is lost is made again, once, however often its loss is told") {
  DeliveryBench bench;
  bench.start();
  bench.live(2min);
  bench.broker.callbacks.lost("keep-alive");
  bench.broker.callbacks.lost("keep-alive, told twice");
  bench.settle();
  CHECK_FALSE(bench.delivery->report().connected);
  CHECK(bench.delivery->report().error == "keep-alive");
  bench.pass(1s);
  CHECK(bench.delivery->report().connected);
  CHECK(bench.broker.connects == 2);
  bench.live(5min);
  CHECK(bench.broker.connects == 2);
}

TEST_CASE("a loss told again while the next connection is made does not harm that one") {
  DeliveryBench bench;
  bench.start();
  bench.live(2min);
  bench.broker.old_tale = "lost, I said";
  bench.lose();
  bench.pass(1min);
  CHECK(bench.delivery->report().connected);
  CHECK(bench.broker.connects == 2);
}

TEST_CASE("a publish that finds the connection gone is a loss too") {
  DeliveryBench bench;
  bench.start();
  bench.live(2min);
  bench.broker.gone = true;
  bench.keep(RecordClass::alarm);
  CHECK_FALSE(bench.delivery->report().connected);
  CHECK(bench.delivery->report().error == "the connection is gone");
  bench.take();
  bench.pass(1s);
  CHECK(bench.records() == std::vector<Seq>{1});
}

TEST_CASE("two boxes with one name do not throw each other out once a second for ever") {
  DeliveryBench bench;
  bench.start();
  for (int i = 0; i < 600; ++i) {
    bench.pass(1s);
    if (bench.delivery->report().connected) bench.lose("another box connected with the same name");
  }
  CHECK(bench.broker.connects < 40);
}

TEST_CASE("a new alarm during back-off tries within 10 s, once") {
  DeliveryBench bench;
  long_outage(bench);
  const int before = bench.broker.connects;
  bench.keep(RecordClass::alarm);
  REQUIRE(bench.delivery->report().retry_at);
  const Duration wait = *bench.delivery->report().retry_at - bench.time.now;
  CHECK(wait <= 10s);

  SECTION("a second alarm within that time adds nothing") {
    const auto retry_at = bench.delivery->report().retry_at;
    bench.keep(RecordClass::alarm);
    CHECK(bench.delivery->report().retry_at == retry_at);
  }
  SECTION("it arrives if the broker is back") {
    bench.broker.away.clear();
    bench.pass(10s);
    CHECK(bench.records() == std::vector<Seq>{1});
  }
  SECTION("the back-off goes on where it was if it is not") {
    bench.pass(wait);
    CHECK(bench.broker.connects == before + 1);
  }
}

TEST_CASE("while a new alarm waits no attempt lies more than 10 s ahead, for ten minutes") {
  DeliveryBench bench;
  long_outage(bench);
  bench.keep(RecordClass::alarm);
  for (int second = 0; second < 595; ++second) {
    CHECK(*bench.delivery->report().retry_at - bench.time.now <= 10s);
    bench.pass(1s);
  }
  Duration longest{};
  for (int second = 0; second < 600; ++second) {
    longest = std::max(longest, *bench.delivery->report().retry_at - bench.time.now);
    bench.pass(1s);
  }
  CHECK(longest > 30s);
}

TEST_CASE("an alarm made while the connection lives is not forgotten by the back-off when it breaks") {
  DeliveryBench bench;
  bench.start();
  bench.accept_all();
  bench.broker.away = "no route";
  bench.keep(RecordClass::alarm);
  bench.lose();
  for (int second = 0; second < 300; ++second) {
    CHECK(*bench.delivery->report().retry_at - bench.time.now <= 10s);
    bench.pass(1s);
  }
  bench.broker.away.clear();
  bench.pass(10s);
  CHECK(bench.records() == std::vector<Seq>{1, 1});
}

TEST_CASE("a new notice does not hurry") {
  DeliveryBench bench;
  long_outage(bench);
  const auto retry_at = bench.delivery->report().retry_at;
  bench.keep(RecordClass::notice);
  CHECK(bench.delivery->report().retry_at == retry_at);
}

TEST_CASE("a stop marks what was accepted, says offline and ends the connection within its limit") {
  DeliveryBench bench;
  bench.start();
  bench.keep(RecordClass::alarm);
  bench.accept_all();
  bench.delivery->stop(700ms);
  bench.settle();
  CHECK(bench.counts(RecordClass::alarm).accepted == 1);
  REQUIRE(bench.broker.published.size() == 1);
  CHECK(bench.broker.published[0].topic == "status");
  CHECK(bench.broker.published[0].payload == "offline");
  CHECK(bench.broker.published[0].retained);
  CHECK(bench.broker.disconnected_within == 700ms);

  SECTION("and the end of the connection is no loss") {
    bench.lose("ended");
    bench.pass(5min);
    CHECK(bench.broker.connects == 1);
  }
}

TEST_CASE("what the broker withholds is shown") {
  DeliveryBench bench;
  bench.broker.session.withheld = "no receipts and commands";
  bench.start();
  CHECK(bench.delivery->report().connected);
  CHECK(bench.delivery->report().error == "no receipts and commands");
}

TEST_CASE("renewed certificates: what is on its way is accepted, then the connection is made anew, once") {
  DeliveryBench bench;
  bench.start();
  bench.live(2min);
  const Seq seq = bench.keep(RecordClass::notice);
  const auto sent = bench.take();
  REQUIRE(sent.size() == 1);
  bench.delivery->renew();
  CHECK(bench.delivery->report().connected);  // not at once: a city's boxes are told at the same time
  bench.broker.on_disconnect = [&] { bench.broker.callbacks.accepted(sent[0].ticket); };
  bench.pass(10s);
  CHECK(bench.delivery->report().connected);
  CHECK(bench.broker.connects == 2);
  CHECK(bench.broker.disconnected_within == 2s);
  CHECK(bench.counts(RecordClass::notice).accepted == 1);
  const auto said = bench.take();
  REQUIRE(said.size() == 3);
  CHECK(said[0].topic == "status");
  CHECK(said[1].topic == "identity");
  CHECK(said[2].topic == "state");
  for (const Message& message : said) bench.accept(message);
  bench.live(5min);
  CHECK(bench.broker.connects == 2);
  CHECK(seq == 1);
}

TEST_CASE("renewed certificates are tried soon where the old ones were not accepted") {
  DeliveryBench bench;
  long_outage(bench);
  const int before = bench.broker.connects;
  bench.broker.away.clear();
  bench.delivery->renew();
  bench.pass(10s);
  CHECK(bench.broker.connects == before + 1);
  CHECK(bench.delivery->report().connected);
}

TEST_CASE("a connection that breaks just before it is made anew is made once") {
  DeliveryBench bench;
  bench.start();
  bench.live(2min);
  bench.delivery->renew();
  bench.lose();
  bench.live(5min);
  CHECK(bench.broker.connects == 2);
  CHECK(bench.delivery->report().connected);
}

TEST_CASE("records made while the connection is made anew follow") {
  DeliveryBench bench;
  bench.start();
  bench.take();
  bench.delivery->renew();
  const Seq before = bench.keep(RecordClass::notice);
  bench.pass(10s);
  const Seq after = bench.keep(RecordClass::alarm);
  const auto records = bench.records();
  CHECK(std::count(records.begin(), records.end(), before) == 2);  // not accepted by the old connection
  CHECK(std::count(records.begin(), records.end(), after) == 1);
}
