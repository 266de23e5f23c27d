#include "tests/mqtt/fake_broker.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "drivers/system/system_clock.hpp"
#include "protocols/mqtt/paho_publisher.hpp"
#include "tests/mqtt/inbox.hpp"
#include "tests/mqtt/mosquitto.hpp"

using namespace liftbox;
using namespace liftbox::test;
using namespace std::chrono_literals;
using Packet = FakeBroker::Packet;
using Answer = FakeBroker::Answer;

namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

const Answer v311_welcome{bytes({0x20, 2, 0, 0})};

/// One that speaks 3.1.1 only, and refuses 5 in the words given.
auto old_broker(const Answer& refusal) {
  return [refusal](const Packet& asked) -> Answer {
    if (asked.type == FakeBroker::connect) return asked.protocol_level() == 5 ? refusal : v311_welcome;
    if (asked.type == FakeBroker::subscribe) return {bytes({0x90, 3}) + asked.id() + bytes({1})};
    return FakeBroker::friendly(asked);
  };
}

struct BoxAtFakeBroker {
  explicit BoxAtFakeBroker(const FakeBroker& broker, mqtt::Version version = mqtt::Version::automatic)
      : publisher{[&] {
                    auto settings = settings_for(broker.port);
                    settings.version = version;
                    settings.connect_timeout = 1s;
                    return settings;
                  }(),
                  clock} {
    publisher.listen(inbox.callbacks());
  }
  std::string connect_error() {
    try {
      publisher.connect(Message{});
    } catch (const PublishError& error) {
      return error.what();
    }
    return {};
  }
  void publish(std::uint64_t ticket) {
    Message message;
    message.topic = "record/alarm";
    message.payload = "{}";
    message.ticket = ticket;
    publisher.publish(message);
  }

  Inbox inbox;
  SystemClock clock;
  mqtt::PahoPublisher publisher;
};

}  // namespace

TEST_CASE("a broker that accepts the connection and never speaks holds the box up for a bounded time") {
  FakeBroker broker{[](const Packet&) { return Answer{}; }};
  BoxAtFakeBroker box{broker};
  const auto begun = std::chrono::steady_clock::now();
  CHECK(box.connect_error().find("mqtt://127.0.0.1:") == 0);
  CHECK(std::chrono::steady_clock::now() - begun < 4s);
}

TEST_CASE("a broker that does not speak MQTT 5 is spoken to in 3.1.1, and that is remembered") {
  const Answer refusal = GENERATE(Answer{bytes({0x20, 3, 0, 0x84, 0}), true},  // in the words of 5
                                  Answer{bytes({0x20, 2, 0, 1}), true});       // in those of 3.1.1
  FakeBroker broker{old_broker(refusal)};
  BoxAtFakeBroker box{broker};
  CHECK_FALSE(box.publisher.connect(Message{}).mqtt5);
  CHECK(broker.connects == 2);
  box.publish(7);
  CHECK(box.inbox.until([&] { return box.inbox.has_accepted(7); }));
  box.publisher.disconnect(1s);
  CHECK_FALSE(box.publisher.connect(Message{}).mqtt5);
  CHECK(broker.connects == 3);
}

TEST_CASE("a box that is told to speak MQTT 5 does not fall back") {
  FakeBroker broker{old_broker({bytes({0x20, 3, 0, 0x84, 0}), true})};
  BoxAtFakeBroker box{broker, mqtt::Version::v5};
  CHECK_FALSE(box.connect_error().empty());
  CHECK(broker.connects == 1);
}

TEST_CASE("a message that the broker refuses is refused, not accepted") {
  const int code = GENERATE(0x80, 0x87, 0x97);
  FakeBroker broker{[code](const Packet& asked) {
    if (asked.type != FakeBroker::publish) return FakeBroker::friendly(asked);
    return Answer{bytes({0x40, 3}) + asked.id() + bytes({code})};
  }};
  BoxAtFakeBroker box{broker};
  box.publisher.connect(Message{});
  box.publish(7);
  REQUIRE(box.inbox.until([&] { return !box.inbox.refused.empty(); }));
  CHECK(box.inbox.refused[0].ticket == 7);
  CHECK(box.inbox.refused[0].code == code);
  CHECK_FALSE(box.inbox.refused[0].reason.empty());
  CHECK(box.inbox.accepted.empty());
}

TEST_CASE("a message that nobody subscribes to is accepted all the same") {
  FakeBroker broker{[](const Packet& asked) {
    if (asked.type != FakeBroker::publish) return FakeBroker::friendly(asked);
    return Answer{bytes({0x40, 3}) + asked.id() + bytes({0x10})};
  }};
  BoxAtFakeBroker box{broker};
  box.publisher.connect(Message{});
  box.publish(7);
  CHECK(box.inbox.until([&] { return box.inbox.has_accepted(7); }));
}

TEST_CASE("a broker that dies before it answers has accepted nothing") {
  FakeBroker broker{[](const Packet& asked) {
    return asked.type == FakeBroker::publish ? Answer{"", true} : FakeBroker::friendly(asked);
  }};
  BoxAtFakeBroker box{broker};
  box.publisher.connect(Message{});
  box.publish(7);
  CHECK(box.inbox.until([&] { return !box.inbox.lost.empty(); }));
  box.inbox.listen_for(100ms);
  CHECK(box.inbox.accepted.empty());
  CHECK(box.inbox.refused.empty());
  CHECK_THROWS_AS(box.publish(8), PublishError);
}

TEST_CASE("the limits that the broker names are told") {
  FakeBroker broker{[](const Packet& asked) {
    return FakeBroker::friendly(asked, bytes({0x21, 0, 9, 0x27, 0, 0, 1, 0}));
  }};
  BoxAtFakeBroker box{broker};
  const BrokerSession session = box.publisher.connect(Message{});
  CHECK(session.receive_maximum == 9);
  CHECK(session.maximum_packet_size == 256);
}

TEST_CASE("a broker that wants a shorter keep-alive gets it") {
  std::vector<int> asked_for;
  {
    FakeBroker broker{[&](const Packet& asked) {
      if (asked.type == FakeBroker::connect) asked_for.push_back(asked.keep_alive());
      return FakeBroker::friendly(asked, bytes({0x13, 0, 20}));
    }};
    BoxAtFakeBroker box{broker};
    box.publisher.connect(Message{});
    box.publisher.disconnect(1s);
    box.publisher.connect(Message{});
  }
  CHECK(asked_for == std::vector<int>{30, 20, 20});
}

TEST_CASE("a broker that does not watch the connection is watched all the same") {
  FakeBroker broker{[](const Packet& asked) { return FakeBroker::friendly(asked, bytes({0x13, 0, 0})); }};
  BoxAtFakeBroker box{broker};
  box.publisher.connect(Message{});
  CHECK(broker.connects == 1);
}

TEST_CASE("a box whose name another one uses says so") {
  FakeBroker broker{[](const Packet& asked) {
    if (asked.type != FakeBroker::publish) return FakeBroker::friendly(asked);
    return Answer{bytes({0xe0, 2, 0x8e, 0}), true};
  }};
  BoxAtFakeBroker box{broker};
  box.publisher.connect(Message{});
  box.publish(7);
  REQUIRE(box.inbox.until([&] { return !box.inbox.lost.empty(); }));
  CHECK(box.inbox.lost[0] == "another box connected to the broker with the same device name");
}

TEST_CASE("a broker that refuses the commands gets the records all the same") {
  FakeBroker broker{[](const Packet& asked) {
    if (asked.type != FakeBroker::subscribe) return FakeBroker::friendly(asked);
    return Answer{bytes({0x90, 4}) + asked.id() + bytes({0, 0x87})};
  }};
  BoxAtFakeBroker box{broker};
  const BrokerSession session = box.publisher.connect(Message{});
  CHECK(session.withheld.find("no receipts and commands: the broker refuses lift/v1/box/cmd/#") == 0);
  box.publish(7);
  CHECK(box.inbox.until([&] { return box.inbox.has_accepted(7); }));
}
