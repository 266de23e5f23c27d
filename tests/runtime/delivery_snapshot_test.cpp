#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "agent/elevator/lift.hpp"
#include "agent/elevator/trace.hpp"
#include "agent/records/compressed.hpp"
#include "agent/records/sha256.hpp"
#include "tests/runtime/delivery_bench.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// A connected box at a lift of which the door zone is watched.
struct Watching : DeliveryBench {
  explicit Watching(const std::optional<Snapshot>& kept = {}) {
    if (kept) snapshot_store.inner.keep_snapshot(*kept);
    start();
    if (!kept) accept_all();
  }
  void zone(bool in_zone) {
    const Reading reading{Signal::door_zone, in_zone, time.now};
    lift.apply({&reading, 1});
    snapshots->take({&reading, 1}, lift.car());
  }
  /// Taken off the wire, and not accepted.
  std::vector<Message> flying() {
    std::vector<Message> found = take();
    std::erase_if(found, [](const Message& message) { return !message.topic.starts_with("snapshot/"); });
    return found;
  }
  /// The parts of snapshots that were published since the last look; each is accepted.
  std::vector<json> parts() {
    std::vector<json> found;
    for (auto messages = take(); !messages.empty(); messages = take())
      for (const Message& message : messages) {
        if (message.topic.starts_with("snapshot/")) {
          found.push_back(json::parse(message.payload));
          CHECK(message.topic == "snapshot/" + found.back().at("name").get<std::string>());
        }
        accept(message);
      }
    return found;
  }

  Lift lift{Rules{}, LiftFacts{},
            std::array{SourceBindings{"lines", {{Signal::door_zone, Arrival::edges, {}}}}}, time.now};
};

/// What a platform does with the parts.
std::string put_together(const std::vector<json>& parts) {
  std::string frame;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    CHECK(parts[i].at("part") == i + 1);
    CHECK(parts[i].at("parts") == parts.size());
    frame += from_base64(parts[i].at("data").get<std::string>()).value();
  }
  CHECK(parts.front().at("size") == frame.size());
  CHECK(parts.front().at("sha256") == to_hex(sha256(frame)));
  return decompress(frame, largest_trace).value();
}

}  // namespace

TEST_CASE("a minute after an alarm its snapshot is sent: a minute before it, and a minute after") {
  Watching box;
  box.zone(true);
  box.pass(100s);
  box.zone(false);
  box.pass(10s);
  const Moment alarm = box.time.now;
  box.snapshots->alarm("e:7", alarm);
  box.pass(59s);
  box.zone(true);
  CHECK(box.parts().empty());
  box.pass(1s);
  const auto parts = box.parts();
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].at("complete") == true);
  CHECK(parts[0].at("from") == "1970-01-01T01:00:50.000+00:00");
  CHECK(parts[0].at("upto") == "1970-01-01T01:02:50.000+00:00");

  std::istringstream text{put_together(parts)};
  const Trace trace = read_trace(text);
  CHECK(trace.start == "1970-01-01T01:00:50.000+00:00");
  CHECK(trace.end == Moment{120s});
  REQUIRE(trace.readings.size() == 3);
  CHECK(trace.readings[1].at == Moment{50s});
  CHECK(trace.readings[2].at == Moment{119s});
  CHECK(box.snapshot_store.inner.snapshots().at(0).sent);
}

TEST_CASE("an alarm that is told again has one snapshot") {
  Watching box;
  box.snapshots->alarm("e:7", box.time.now);
  box.pass(30s);
  box.snapshots->alarm("e:7", box.time.now);
  box.pass(30s);
  CHECK(box.parts().size() == 1);
  box.snapshots->alarm("e:7", box.time.now);
  box.pass(60s);
  CHECK(box.parts().empty());
}

TEST_CASE("what was before the alarm is kept at once, and sent by the next life of the box") {
  Watching box;
  box.zone(true);
  box.pass(70s);
  box.snapshots->alarm("e:7", box.time.now);
  box.settle();
  const auto kept = box.snapshot_store.inner.waiting_snapshot();
  REQUIRE(kept);
  CHECK_FALSE(kept->complete);
  CHECK(kept->upto == "1970-01-01T01:01:10.000+00:00");

  Watching next{kept};
  const auto parts = next.parts();
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].at("complete") == false);
}

TEST_CASE("a snapshot waits while records do, and is cut to what the broker takes") {
  Watching box;
  box.broker.session.maximum_packet_size = 1200;
  box.lose();
  box.pass(10s);
  box.accept_all();
  for (int i = 0; i < 300; ++i) {
    box.pass(137ms);
    box.zone(i % 2 == 0);
  }
  box.snapshots->alarm("e:7", box.time.now);
  for (int i = 0; i < 40; ++i) box.keep(RecordClass::notice);
  box.pass(60s);
  for (const Message& message : box.broker.published) CHECK(message.topic == "record/notice");
  CHECK(box.broker.published.size() == 32);

  const auto parts = box.parts();
  CHECK(parts.size() > 3);
  for (const json& part : parts) CHECK(part.dump().size() <= 1200 - 400);
  std::istringstream text{put_together(parts)};
  CHECK(read_trace(text).readings.size() >= 300);
}

TEST_CASE("a connection that breaks in the middle sends all parts of a snapshot again") {
  Watching box;
  box.snapshots->alarm("e:7", box.time.now);
  box.pass(60s);
  REQUIRE(box.flying().size() == 1);
  box.lose();
  CHECK_FALSE(box.snapshot_store.inner.snapshots().at(0).sent);
  box.pass(10s);
  CHECK(box.parts().size() == 1);
  CHECK(box.snapshot_store.inner.snapshots().at(0).sent);
}

TEST_CASE("a snapshot that the broker refuses waits, and is not taken for sent") {
  Watching box;
  box.snapshots->alarm("e:7", box.time.now);
  box.pass(60s);
  const auto published = box.flying();
  REQUIRE(published.size() == 1);
  box.broker.callbacks.refused(published[0].ticket, 0x87, "not authorized");
  box.settle();
  CHECK(box.parts().empty());
  box.pass(60s);
  CHECK(box.parts().size() == 1);
}

TEST_CASE("a disk that cannot take a snapshot does not keep it from the platform") {
  Watching box;
  box.snapshot_store.trouble = "the disk is full";
  box.snapshots->alarm("e:7", box.time.now);
  box.pass(60s);
  CHECK(box.parts().size() == 1);
  CHECK(box.snapshots->trouble() == "the disk is full");
}

TEST_CASE("the platform asks for a snapshot: of an incident again, or of now") {
  Watching box;
  box.snapshots->alarm("e:7", box.time.now);
  box.pass(60s);
  box.parts();
  const std::string reply = "lift/v1/platform-7/replies";
  SECTION("again") {
    box.command("snapshot", R"("incident":"e:7")", "c-1", reply);
    CHECK(box.parts().size() == 1);
  }
  SECTION("one that is not kept any more") {
    box.command("snapshot", R"("incident":"e:6")", "c-1", reply);
    const auto answers = box.take();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].payload ==
          R"({"error":"there is no snapshot of this incident, or not any more","id":"c-1","ok":false})");
  }
  SECTION("of now") {
    box.command("snapshot", R"("v":1)", "c-1", reply);
    const auto answers = box.take();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].payload == R"({"id":"c-1","ok":true,"result":{"name":"asked-c-1"}})");
    box.accept(answers[0]);
    box.pass(60s);
    const auto parts = box.parts();
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].at("name") == "asked-c-1");
  }
  SECTION("a name that leads elsewhere is refused") {
    box.command("snapshot", R"("incident":"../seal")", "c-1", reply);
    CHECK(box.refusals == std::vector<std::string>{"incident must be one of a record, EPOCH:SEQ"});
  }
}

TEST_CASE("a record larger than the broker takes goes as its summary, and its bytes in parts") {
  Watching box;
  box.broker.session.maximum_packet_size = 2000;
  box.lose();
  box.pass(10s);
  box.accept_all();
  const Seq seq = box.keep_large(RecordClass::alarm, 5000);
  const auto published = box.take();
  REQUIRE(published.size() >= 2);
  CHECK(published[0].topic == "record/alarm");
  CHECK(published[0].payload.size() < 1600);
  const json summary = json::parse(published[0].payload).at("summary");
  CHECK(summary.at("seq") == seq);
  CHECK(summary.at("phase") == "raised");
  std::vector<json> parts;
  for (std::size_t i = 1; i < published.size(); ++i) parts.push_back(json::parse(published[i].payload));
  CHECK(summary.at("parts") == parts[0].at("name"));
  CHECK(json::parse(put_together(parts)).at("text") == std::string(5000, 'x'));
  CHECK(put_together(parts) == box.store.inner.find(box.epoch, seq)->record.bytes);
}

TEST_CASE("a record in more parts than the window has places arrives whole all the same, and then the next") {
  Watching box;
  box.broker.session.maximum_packet_size = 1200;
  box.lose();
  box.pass(10s);
  box.accept_all();
  const Seq seq = box.keep_large(RecordClass::alarm, 60'000, true);
  const Seq next = box.keep(RecordClass::notice);
  std::vector<json> parts;
  std::vector<std::string> records;
  for (auto messages = box.take(); !messages.empty(); messages = box.take())
    for (const Message& message : messages) {
      if (message.topic.starts_with("snapshot/")) parts.push_back(json::parse(message.payload));
      if (message.topic.starts_with("record/")) {
        records.push_back(message.topic);
        CHECK((message.topic == "record/alarm" || !parts.empty()));
      }
      box.accept(message);
    }
  CHECK(records == std::vector<std::string>{"record/alarm", "record/notice"});
  CHECK(parts.size() > 64);
  CHECK(put_together(parts) == box.store.inner.find(box.epoch, seq)->record.bytes);
  CHECK(next == seq + 1);
}
