#include <catch2/catch.hpp>

#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// A connected bench whose notes have all been accepted.
struct Connected : DeliveryBench {
  Connected() {
    start();
    accept_all();
  }
  std::string receipt() const { return R"("epoch":")" + epoch + R"(","upto":1)"; }
};

const std::string reply_topic = "lift/v1/platform-7/replies";

}  // namespace

TEST_CASE("a command is answered to its response topic") {
  Connected bench;
  bench.keep(RecordClass::alarm);
  bench.take();
  bench.command("receipt", bench.receipt(), "c-1", reply_topic);
  REQUIRE(bench.broker.published.size() == 1);
  const Message answer = bench.broker.published[0];
  CHECK(answer.absolute);
  CHECK(answer.topic == reply_topic);
  CHECK(answer.payload == R"({"id":"c-1","ok":true})");
  CHECK(answer.correlation_data == "corr");
  CHECK_FALSE(answer.retained);
}

TEST_CASE("a command is never answered beyond the configured prefix, into a filter, or as a command") {
  const std::string topic = GENERATE("", "elsewhere/lift/v1/x", "lift/v10/x", "lift/v1/+/replies",
                                     "lift/v1/#", "lift/v1/other-box/cmd/ack");
  Connected bench;
  bench.command("receipt", bench.receipt(), "c-1", topic);
  CHECK(bench.take().empty());
}

TEST_CASE("a refused command is recorded, and its answer says why") {
  Connected bench;
  bench.command("open_door", R"("floor":3)", "c-1", reply_topic);
  CHECK(bench.refusals == std::vector<std::string>{"unknown command"});
  CHECK(bench.delivery->report().commands_refused == 1);
  REQUIRE(bench.broker.published.size() == 1);
  CHECK(bench.broker.published[0].payload == R"({"error":"unknown command","id":"c-1","ok":false})");
}

TEST_CASE("a hostile platform cannot fill the store with refusals") {
  Connected bench;
  for (int i = 0; i < 100; ++i) bench.command("open_door", R"("floor":3)");
  CHECK(bench.refusals.size() == 6);
  CHECK(bench.delivery->report().commands_refused == 100);
  bench.pass(1min);
  bench.command("open_door", R"("floor":3)");
  CHECK(bench.refusals.size() == 7);
}

TEST_CASE("answers that cannot be sent do not pile up") {
  Connected bench;
  for (int i = 0; i < 1000; ++i) bench.command("open_door", R"("floor":3)", std::to_string(i), reply_topic);
  std::size_t answered = 0;
  for (auto answers = bench.take(); !answers.empty(); answers = bench.take())
    for (const Message& answer : answers) {
      ++answered;
      bench.accept(answer);
    }
  CHECK(answered == 32 + 64);
}

TEST_CASE("an acknowledgement reaches the lift, and the answer says whether an alarm was open") {
  Connected bench;
  bench.command("ack", R"("incident":"e:12")", "c-1", reply_topic);
  bench.command("ack", R"("incident":"unknown")", "c-2", reply_topic);
  CHECK(bench.acknowledged == std::vector<std::string>{"e:12", "unknown"});
  const auto answers = bench.take();
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].payload == R"({"id":"c-1","ok":true})");
  CHECK(
      answers[1].payload ==
      R"({"error":"no such alarm is open, or somebody has acknowledged it already","id":"c-2","ok":false})");
}

TEST_CASE("who asks for what was dropped is told so, and what comes again; an unknown epoch is an error") {
  Connected bench;
  for (int i = 0; i < 4; ++i) bench.keep(RecordClass::notice);
  bench.accept_all();
  bench.pass(1s);  // the store knows
  Record told;
  told.epoch = bench.epoch;
  told.seq = 5;
  told.type = records_dropped_type;
  Drop drop;
  drop.ids = {2, 3};
  drop.ranges.push_back({bench.epoch, 2, 3, {}, {}});
  bench.store.commit({{told}, std::nullopt, drop});
  bench.take();
  bench.command("resend", R"("epoch":")" + bench.epoch + R"(","from":1,"to":3)", "c-1", reply_topic);
  bench.command("resend", R"("epoch":"0a0e137b-ccfd-4371-88bb-e61da5e2e8d9","from":1,"to":3)", "c-2",
                reply_topic);
  std::vector<std::string> answers;
  for (const Message& message : bench.take())
    if (message.topic == reply_topic) answers.push_back(message.payload);
  REQUIRE(answers.size() == 2);
  CHECK(answers[0] == R"({"id":"c-1","ok":true,"result":{"dropped":[[2,3]],"resent":1}})");
  CHECK(answers[1] == R"({"error":"this box keeps nothing of that epoch","id":"c-2","ok":false})");
}

TEST_CASE("a receipt that the store could not take is not answered with yes") {
  Connected bench;
  bench.store.trouble = "the disk is full";
  bench.command("receipt", bench.receipt(), "c-1", reply_topic);
  bench.store.trouble.clear();
  REQUIRE(bench.broker.published.size() == 1);
  CHECK(bench.broker.published[0].payload == R"({"error":"the disk is full","id":"c-1","ok":false})");
}

TEST_CASE("the platform asks how the box is, and for what it counted today") {
  Connected bench;
  SECTION("report: status, identity and state anew") {
    bench.command("report", R"("v":1)", "c-1", reply_topic);
    std::vector<std::string> topics;
    for (const Message& message : bench.take()) topics.push_back(message.topic);
    CHECK(topics == std::vector<std::string>{"status", "identity", "state", reply_topic});
  }
  SECTION("stats: in the answer") {
    bench.command("stats", R"("v":1)", "c-1", reply_topic);
    REQUIRE(bench.broker.published.size() == 1);
    CHECK(bench.broker.published[0].payload == R"({"id":"c-1","ok":true,"result":{"period":"day"}})");
  }
}

TEST_CASE("the platform has the box tested, and is answered what the test found") {
  Connected bench;
  bench.command("self_test", R"("v":1)", "c-1", reply_topic);
  CHECK(bench.self_tests == std::vector<std::string>{"1042"});
  const auto answers = bench.take();
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].payload == R"({"id":"c-1","ok":true,"result":{"passed":true}})");
  CHECK(bench.refusals.empty());

  SECTION("once a minute at most: each test is a record on the flash") {
    bench.pass(59s);
    bench.command("self_test", R"("v":1)", "c-2", reply_topic);
    CHECK(bench.self_tests.size() == 1);
    CHECK(bench.refusals ==
          std::vector<std::string>{"too soon: the last self-test asked for is less than a minute old"});
    bench.pass(1s);
    bench.command("self_test", R"("v":1)", "c-3", reply_topic);
    CHECK(bench.self_tests.size() == 2);
  }
  SECTION("a second time with the same id is refused, and recorded so") {
    bench.pass(1min);
    bench.command("self_test", R"("v":1)", "c-1", reply_topic);
    CHECK(bench.self_tests.size() == 1);
    CHECK(bench.refusals == std::vector<std::string>{"replayed: the id was used before"});
  }
}

TEST_CASE("the id of a command that causes no record is saved at once") {
  Connected bench;
  SECTION("resend") {
    bench.command("resend", R"("epoch":")" + bench.epoch + R"(","from":1,"to":3)");
    CHECK(bench.remembered == 1);
  }
  SECTION("snapshot") {
    bench.command("snapshot", R"("v":1)");
    CHECK(bench.remembered == 1);
  }
  SECTION("but not for what leaves nothing behind: a save is flash") {
    bench.command("report", R"("v":1)", "c-1");
    bench.command("stats", R"("v":1)", "c-2");
    bench.command("snapshot", R"("incident":"e:7")", "c-3");
    CHECK(bench.remembered == 0);
  }
}

TEST_CASE("a platform on MQTT 3.1.1 finds its answer below the box's own root") {
  Connected bench;
  bench.command("ack", R"("incident":"e:12")", "c-1");
  REQUIRE(bench.broker.published.size() == 1);
  CHECK(bench.broker.published[0].topic == "reply/c-1");
  CHECK_FALSE(bench.broker.published[0].absolute);
  bench.accept_all();
  SECTION("but no receipt is answered unasked") {
    bench.keep(RecordClass::notice);
    bench.accept_all();
    bench.command("receipt", bench.receipt(), "c-2");
    CHECK(bench.take().empty());
  }
  SECTION("and an id is no way to another topic") {
    bench.command("ack", R"("incident":"e:12")", "a/b");
    bench.command("ack", R"("incident":"e:12")", "#");
    CHECK(bench.take().empty());
  }
}
