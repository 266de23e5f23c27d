#include "tests/mqtt/mosquitto.hpp"

#include <catch2/catch.hpp>
#include <csignal>

#include "drivers/system/system_clock.hpp"
#include "protocols/mqtt/paho_publisher.hpp"
#include "tests/mqtt/inbox.hpp"

using namespace liftbox;
using namespace liftbox::test;
using namespace std::chrono_literals;

namespace {

Message message(const std::string& topic, const std::string& payload, std::uint64_t ticket = 1) {
  Message made;
  made.topic = topic;
  made.payload = payload;
  made.ticket = ticket;
  return made;
}

Message status(const std::string& payload) {
  Message made = message("status", payload);
  made.retained = true;
  return made;
}

struct Box {
  explicit Box(const Mosquitto& broker, mqtt::Version version = mqtt::Version::automatic)
      : Box{[&] {
          auto settings = settings_for(broker.port);
          settings.version = version;
          return settings;
        }()} {}
  explicit Box(const mqtt::Settings& settings) : publisher{settings, clock} {
    publisher.listen(inbox.callbacks());
    session = publisher.connect(status("offline"));
  }
  bool accepts(const Message& sent) {
    publisher.publish(sent);
    return inbox.until([&] { return inbox.has_accepted(sent.ticket); });
  }

  Inbox inbox;
  SystemClock clock;
  mqtt::PahoPublisher publisher;
  BrokerSession session;
};

}  // namespace

TEST_CASE("a foreign subscriber gets a record with its properties over MQTT 5") {
  Mosquitto broker;
  Subscriber platform{broker};
  Box box{broker};
  CHECK(box.session.mqtt5);
  CHECK(box.session.withheld.empty());
  Message record = message("record/alarm", R"({"hash":"…"})");
  record.user_properties = {{"low", "17"}, {"repeat", "1"}};
  CHECK(box.accepts(record));
  CHECK(platform.message() == R"(lift/v1/box/record/alarm|0|low:17 repeat:1|{"hash":"…"})");
}

TEST_CASE("a box that is told to speak 3.1.1 delivers the same record without properties") {
  Mosquitto broker;
  Subscriber platform{broker};
  Box box{broker, mqtt::Version::v3_1_1};
  CHECK_FALSE(box.session.mqtt5);
  Message record = message("record/alarm", "{}");
  record.user_properties = {{"low", "17"}};
  CHECK(box.accepts(record));
  CHECK(platform.message() == "lift/v1/box/record/alarm|0||{}");

  SECTION("and takes commands") {
    broker.publish({"-t", "lift/v1/box/cmd/receipt", "-m", "{}"});
    REQUIRE(box.inbox.until([&] { return !box.inbox.commands.empty(); }));
    CHECK(box.inbox.commands[0].name == "receipt");
  }
}

TEST_CASE("a box that is killed is reported offline by the broker, also to those who come later") {
  Mosquitto broker;
  Subscriber platform{broker};
  Process box{{MQTT_BOX, std::to_string(broker.port)}};
  REQUIRE(box.line() == "online");
  CHECK(platform.message() == "lift/v1/box/status|0||online");
  CHECK(Subscriber{broker}.message() == "lift/v1/box/status|1||online");
  box.end(SIGKILL);
  CHECK(platform.message() == "lift/v1/box/status|0||offline");
  CHECK(Subscriber{broker}.message() == "lift/v1/box/status|1||offline");
}

TEST_CASE("a box that says goodbye leaves no last will, and what it said before arrives") {
  Mosquitto broker;
  Subscriber platform{broker};
  Box box{broker};
  for (int i = 1; i <= 20; ++i) box.publisher.publish(message("record/notice", std::to_string(i)));
  box.publisher.publish(status("gone for good"));
  box.publisher.disconnect(5s);
  for (int i = 1; i <= 20; ++i)
    CHECK(platform.message() == "lift/v1/box/record/notice|0||" + std::to_string(i));
  CHECK(platform.message() == "lift/v1/box/status|0||gone for good");
  broker.publish({"-t", "lift/end", "-m", "end"});
  CHECK(platform.message() == "lift/end|0||end");
}

TEST_CASE("a command arrives with its name, and the answer goes where it says") {
  Mosquitto broker;
  Subscriber platform{broker, {"-F", "%t|%D|%p"}};
  Box box{broker};
  broker.publish({"-t", "lift/v1/box/cmd/resend", "-m", "what", "-D", "publish", "response-topic",
                  "lift/v1/replies", "-D", "publish", "correlation-data", "c-7"});
  REQUIRE(box.inbox.until([&] { return !box.inbox.commands.empty(); }));
  const InboundCommand& command = box.inbox.commands[0];
  CHECK(command.name == "resend");
  CHECK(command.payload == "what");
  CHECK_FALSE(command.retained);
  CHECK(command.response_topic == "lift/v1/replies");

  Message answer = message(command.response_topic, "done");
  answer.absolute = true;
  answer.correlation_data = command.correlation_data;
  CHECK(box.accepts(answer));
  CHECK(platform.message_on("lift/v1/replies") == "lift/v1/replies|c-7|done");
}

TEST_CASE(
    "a command that is sent retained is seen as such by a box that listens, and by one that comes later") {
  Mosquitto broker;
  std::optional<Box> box{std::in_place, broker};
  broker.publish({"-t", "lift/v1/box/cmd/ack", "-m", "{}", "-r"});
  REQUIRE(box->inbox.until([&] { return !box->inbox.commands.empty(); }));
  CHECK(box->inbox.commands[0].retained);
  box->publisher.disconnect(1s);
  box.emplace(broker);
  REQUIRE(box->inbox.until([&] { return !box->inbox.commands.empty(); }));
  CHECK(box->inbox.commands[0].retained);
}

TEST_CASE("other boxes' commands do not reach this one") {
  Mosquitto broker;
  Box box{broker};
  broker.publish({"-t", "lift/v1/other/cmd/ack", "-m", "{}"});
  broker.publish({"-t", "lift/v1/box/cmd/receipt", "-m", "{}"});
  REQUIRE(box.inbox.until([&] { return !box.inbox.commands.empty(); }));
  CHECK(box.inbox.commands[0].name == "receipt");
}

TEST_CASE("a broker that is killed is noticed, and taken up again when it is back") {
  Mosquitto broker;
  Box box{broker};
  CHECK(box.accepts(message("record/alarm", "1", 1)));
  broker.end(SIGKILL);
  CHECK(box.inbox.until([&] { return !box.inbox.lost.empty(); }));
  CHECK_THROWS_AS(box.publisher.publish(message("record/alarm", "2", 2)), PublishError);
  CHECK_THROWS_WITH(box.publisher.connect(status("offline")),
                    Catch::Contains("mqtt://127.0.0.1:" + std::to_string(broker.port)) &&
                        Catch::Contains("check host, port, network"));
  broker.start();
  box.publisher.connect(status("offline"));
  CHECK(box.accepts(message("record/alarm", "3", 3)));
  CHECK(box.inbox.accepted == std::vector<std::uint64_t>{1, 3});
}

TEST_CASE("the broker's receive maximum and packet size are told, and a larger message is refused here") {
  Mosquitto broker{"max_inflight_messages 5\nmax_packet_size 2000\n"};
  Box box{broker};
  CHECK(box.session.receive_maximum == 5);
  CHECK(box.session.maximum_packet_size == 2000);
  box.publisher.publish(message("record/alarm", std::string(2000, 'x'), 9));
  REQUIRE(box.inbox.until([&] { return !box.inbox.refused.empty(); }));
  CHECK(box.inbox.refused[0].ticket == 9);
  CHECK(box.inbox.refused[0].code == 0x95);
  CHECK(box.inbox.refused[0].reason.find("the broker takes 2000") != std::string::npos);
  CHECK(box.accepts(message("record/alarm", std::string(1900, 'x'), 10)));
}

TEST_CASE("what the broker's access rules forbid is refused, and said") {
  Mosquitto rules_only;
  const std::string rules = rules_only.file("rules", "topic write lift/v1/box/record/#\n");
  Mosquitto broker{"acl_file " + rules + "\n"};
  Box box{broker};
  CHECK(box.accepts(message("record/alarm", "{}", 1)));
  box.publisher.publish(message("state", "{}", 2));
  REQUIRE(box.inbox.until([&] { return !box.inbox.refused.empty(); }));
  CHECK(box.inbox.refused[0].ticket == 2);
  CHECK(box.inbox.refused[0].code == 0x87);
}

TEST_CASE("a box that the broker does not know is told what to check") {
  Mosquitto broker{"allow_anonymous false\n"};
  CHECK_THROWS_WITH(Box{broker}, Catch::Contains("the broker does not let box in; check user, password"));
}
