#include <catch2/catch.hpp>

#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

TEST_CASE("a broker that answers nothing is left after two minutes, with back-off, and nothing is lost") {
  DeliveryBench bench;
  bench.start();
  bench.live(5min);
  CHECK(bench.broker.connects == 1);
  bench.keep(RecordClass::notice);
  bench.pass(1min);
  REQUIRE(bench.delivery->report().unanswered_since);
  CHECK(bench.time.now - *bench.delivery->report().unanswered_since == 1min);
  CHECK(bench.broker.connects == 1);
  bench.broker.away = "no route";
  bench.pass(2min);
  CHECK_FALSE(bench.delivery->report().connected);
  CHECK(bench.broker.disconnected_within == 0ms);
  const std::string why = bench.changes.at(1).second;
  CHECK(why.find("it has answered nothing for 1") == 0);
  CHECK(why.find(" messages wait for it") != std::string::npos);
  bench.broker.away.clear();
  bench.take();
  bench.pass(2min);
  CHECK(bench.records() == std::vector<Seq>{1});
}

TEST_CASE("a slow broker is not left while it answers at all") {
  DeliveryBench bench;
  bench.start();
  for (int i = 0; i < 20; ++i) bench.keep(RecordClass::notice);
  for (const Message& message : bench.take()) {
    bench.pass(100s);
    if (message.ticket != 0) bench.accept(message);
  }
  CHECK(bench.broker.connects == 1);
}

TEST_CASE("what the broker refuses is told once a connection, and again when the reason changes") {
  DeliveryBench bench;
  bench.start();
  bench.accept_all();
  const auto refuse = [&](const std::string& reason) {
    bench.keep(RecordClass::notice);
    for (const Message& message : bench.take()) bench.broker.callbacks.refused(message.ticket, 135, reason);
    bench.settle();
  };
  refuse("not authorized");
  refuse("not authorized");
  refuse("quota exceeded");
  CHECK(bench.told_refusals == std::vector<std::string>{"not authorized (135)", "quota exceeded (135)"});
  bench.lose();
  bench.pass(1s);
  refuse("quota exceeded");
  CHECK(bench.told_refusals.size() == 3);
}
