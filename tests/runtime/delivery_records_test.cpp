#include <catch2/catch.hpp>

#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

using Seqs = std::vector<Seq>;

}  // namespace

TEST_CASE("a durable record is offered, and marked once the broker has accepted it") {
  DeliveryBench bench;
  bench.start();
  bench.accept_all();
  bench.keep(RecordClass::alarm);
  REQUIRE(bench.broker.published.size() == 1);
  const Message message = bench.broker.published[0];
  CHECK(message.topic == "record/alarm");
  CHECK(message.qos == 1);
  CHECK_FALSE(message.retained);
  CHECK(seq_of(message) == 1);
  CHECK(user_property(message, "low") == "1");
  CHECK(user_property(message, "repeat").empty());
  CHECK(bench.counts(RecordClass::alarm).waiting == 1);

  bench.accept(message);
  CHECK(bench.counts(RecordClass::alarm).waiting == 1);  // not yet: several are marked at once
  bench.pass(200ms);
  CHECK(bench.counts(RecordClass::alarm).accepted == 1);
  CHECK(bench.delivery->report().accepted == 1);
}

TEST_CASE("with a platform that gives no receipts a record is done when it is accepted") {
  DeliveryBench bench{{.topic_root = "lift/v1", .receipts = false}};
  bench.start();
  bench.keep(RecordClass::alarm);
  bench.accept_all();
  bench.pass(200ms);
  CHECK(bench.counts(RecordClass::alarm).done == 1);
}

TEST_CASE("a record that only delivery has heard of is not offered: the store has the word") {
  DeliveryBench bench;
  bench.start();
  Record not_durable;
  not_durable.record_class = RecordClass::alarm;
  not_durable.seq = 1;
  bench.delivery->committed({not_durable});
  bench.settle();
  CHECK(bench.records().empty());
}

TEST_CASE("what was kept while nobody listened goes out by class, then in order") {
  DeliveryBench bench;
  bench.broker.away = "outage";
  bench.start();
  bench.keep(RecordClass::notice);
  bench.keep(RecordClass::notice);
  bench.keep(RecordClass::stats);
  bench.keep(RecordClass::fault);
  bench.keep(RecordClass::alarm);
  bench.broker.away.clear();
  bench.pass(1min);
  CHECK(bench.records() == Seqs{5, 4, 1, 2, 3});
}

TEST_CASE("a record in flight when the connection breaks is offered again and never taken for accepted") {
  DeliveryBench bench;
  bench.start();
  bench.accept_all();
  bench.keep(RecordClass::alarm);
  bench.keep(RecordClass::alarm);
  const auto in_flight = bench.take();
  REQUIRE(in_flight.size() == 2);
  bench.lose();
  bench.accept(in_flight[0]);  // too late to mean anything
  bench.pass(1s);
  CHECK(bench.counts(RecordClass::alarm).waiting == 2);
  CHECK(bench.records() == Seqs{1, 2});
}

TEST_CASE("no more messages are unaccepted than the broker wants, the device's own notes included") {
  DeliveryBench bench;
  bench.broker.session.receive_maximum = 2;
  bench.keep(RecordClass::notice);
  bench.keep(RecordClass::notice);
  bench.start();
  std::vector<std::string> topics;
  std::size_t most = 0;
  while (!bench.broker.published.empty()) {
    most = std::max(most, bench.delivery->report().in_flight);
    const Message first = bench.broker.published.front();
    bench.broker.published.erase(bench.broker.published.begin());
    topics.push_back(first.topic);
    bench.accept(first);
  }
  CHECK(most == 2);
  CHECK(topics == std::vector<std::string>{"status", "identity", "state", "record/notice", "record/notice"});
}

TEST_CASE("accepted records are marked in one go: after 200 ms, or 32 of them") {
  DeliveryBench bench{{.topic_root = "lift/v1", .window = 40}};
  bench.start();
  bench.accept_all();
  for (int i = 0; i < 36; ++i) bench.keep(RecordClass::notice);
  bench.accept_all();
  CHECK(bench.store.marked == std::vector<std::size_t>{32});
  bench.pass(200ms);
  CHECK(bench.store.marked == std::vector<std::size_t>{32, 4});
}

TEST_CASE("a receipt makes a record done, and moves low") {
  DeliveryBench bench;
  bench.start();
  for (int i = 0; i < 3; ++i) bench.keep(RecordClass::alarm);
  bench.accept_all();
  bench.pass(200ms);
  bench.command("receipt", R"("epoch":")" + bench.epoch + R"(","upto":1,"ranges":[[3,3]])");
  CHECK(bench.counts(RecordClass::alarm).done == 2);
  CHECK(bench.delivery->report().received == 2);
  bench.take();
  bench.keep(RecordClass::notice);
  REQUIRE(bench.broker.published.size() == 1);
  CHECK(user_property(bench.broker.published[0], "low") == "2");
}

TEST_CASE("an accepted record whose receipt does not come is sent again after ten minutes") {
  DeliveryBench bench;
  bench.start();
  bench.keep(RecordClass::alarm);
  bench.accept_all();
  bench.pass(9min);
  CHECK(bench.records().empty());
  bench.accept_all();
  bench.pass(2min);
  CHECK(bench.records() == Seqs{1});
}

TEST_CASE("a resend brings what was done long ago") {
  DeliveryBench bench{{.topic_root = "lift/v1", .receipts = false}};
  bench.start();
  for (int i = 0; i < 5; ++i) bench.keep(RecordClass::notice);
  bench.accept_all();
  bench.pass(200ms);
  bench.accept_all();
  CHECK(bench.counts(RecordClass::notice).done == 5);
  bench.command("resend", R"("epoch":")" + bench.epoch + R"(","from":2,"to":3)");
  CHECK(bench.records() == Seqs{2, 3});
}

TEST_CASE("a refused record steps aside, is counted and tried again, and the report says why") {
  DeliveryBench bench;
  bench.start();
  bench.accept_all();
  bench.keep(RecordClass::alarm);
  const auto offered = bench.take();
  REQUIRE(offered.size() == 1);
  bench.broker.callbacks.refused(offered[0].ticket, 0x97, "Quota exceeded");
  bench.settle();
  CHECK(bench.delivery->report().refused == 1);
  CHECK(bench.delivery->report().set_aside == 1);
  CHECK(bench.delivery->report().refusal == "Quota exceeded (151)");
  bench.pass(29s);
  CHECK(bench.records().empty());
  CHECK(bench.counts(RecordClass::alarm).waiting == 1);
  bench.pass(1s);
  CHECK(bench.records() == Seqs{1});
}

TEST_CASE("an alarm of which nobody has taken note is repeated: the same bytes, marked as a repeat") {
  DeliveryBench bench;
  bench.start();
  bench.accept_all();
  bench.keep(RecordClass::alarm);
  const auto first = bench.take();
  bench.accept(first[0]);
  bench.pass(200ms);
  bench.delivery->repeat(bench.epoch, 1);
  bench.settle();
  const auto again = bench.take();
  REQUIRE(again.size() == 1);
  CHECK(again[0].topic == "record/alarm");
  CHECK(again[0].payload == first[0].payload);
  CHECK(user_property(again[0], "repeat") == "1");

  SECTION("its acceptance marks nothing") {
    bench.accept(again[0]);
    bench.pass(1s);
    CHECK(bench.store.marked.size() == 1);
  }
  SECTION("without a connection it is left to the outbox") {
    bench.lose();
    bench.delivery->repeat(bench.epoch, 1);
    bench.settle();
    CHECK(bench.take().empty());
  }
}

TEST_CASE("what the store could not mark is marked later, and not sent again meanwhile") {
  DeliveryBench bench;
  bench.start();
  bench.keep(RecordClass::alarm);
  const std::string full = "records.sqlite: the disk is full";
  bench.store.trouble = full;
  bench.accept_all();
  bench.pass(200ms);
  CHECK(bench.delivery->report().store_error == full);
  bench.store.trouble.clear();
  bench.keep(RecordClass::notice);
  CHECK(bench.records() == Seqs{2});
  bench.pass(5s);
  CHECK(bench.counts(RecordClass::alarm).accepted == 1);
  CHECK(bench.delivery->report().store_error.empty());
}

TEST_CASE("a store that cannot be read is asked again") {
  DeliveryBench bench;
  bench.start();
  bench.accept_all();
  bench.store.trouble = "I/O error";
  bench.keep(RecordClass::alarm);
  CHECK(bench.records().empty());
  bench.store.trouble.clear();
  bench.pass(5s);
  CHECK(bench.records() == Seqs{1});
}
