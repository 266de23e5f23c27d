#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <set>

#include "agent/records/envelope.hpp"
#include "agent/records/sha256.hpp"
#include "agent/runtime/delivery.hpp"
#include "agent/storage/memory_store.hpp"
#include "drivers/system/system_clock.hpp"
#include "protocols/mqtt/paho_publisher.hpp"
#include "tests/mqtt/fake_broker.hpp"
#include "tests/mqtt/mosquitto.hpp"

using namespace liftbox;
using namespace liftbox::test;
using namespace std::chrono_literals;

namespace {

Stamp stamp() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return {.now = Moment{std::chrono::duration_cast<Duration>(now)},
          .wall_ms = 0,
          .utc_offset_min = 0,
          .clock = "unset",
          .boot = "boot"};
}

/// Delivery as the agent runs it, over the real client, with real time.
class DeliveryBox {
 public:
  explicit DeliveryBox(std::uint16_t port) : publisher_{settings_for(port), clock_} {
    epoch_ = store_.open(stamp().now).epoch;
    delivery_.emplace(
        Delivery::Settings{.topic_root = "lift/v1"},
        Delivery::Parts{.store = store_,
                        .store_worker = store_worker_,
                        .publisher = publisher_,
                        .mqtt_worker = mqtt_worker_,
                        .post = post_to(agent_),
                        .reconnect = Timer{agent_},
                        .settle = Timer{agent_},
                        .retry = Timer{agent_},
                        .housekeeping = Timer{agent_},
                        .state = Timer{agent_},
                        .back_off = BackOff{1},
                        .command_ids = command_ids_},
        Delivery::Hooks{.stamp = stamp,
                        .status = [](bool online) { return std::string{online ? "online" : "offline"}; },
                        .identity = [] { return std::string{"who"}; },
                        .state =
                            [](Seq) {
                              return Delivery::StateText{"state", "state"};
                            },
                        .acknowledge = [](const Acknowledge&) { return true; },
                        .statistics = [] { return std::string{"{}"}; },
                        .self_test = [](const std::string&) { return std::string{"{}"}; },
                        .remember = [] {},
                        .refused = [](const Command&, const std::string&) {},
                        .connection_changed = [](const DeliveryReport&) {},
                        .broker_refuses = [](const std::string&) {}});
    delivery_->start();
  }
  ~DeliveryBox() {
    delivery_->stop(1s);
    mqtt_worker_.stop_within(5s);
    delivery_.reset();
  }
  DeliveryBox(const DeliveryBox&) = delete;
  DeliveryBox& operator=(const DeliveryBox&) = delete;

  void keep(RecordClass record_class) {
    Record record;
    record.epoch = epoch_;
    record.seq = ++newest_;
    record.record_class = record_class;
    record.bytes = nlohmann::json{{"seq", record.seq}}.dump();
    record.hash = sha256(record.bytes);
    store_worker_.post([this, record] {
      store_.commit({{record}, std::nullopt});
      post_to(agent_)([this, record] { delivery_->committed({record}); });
    });
  }
  template <class Condition>
  bool until(Condition condition, Duration limit = patience) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition(delivery_->report()))
      if (agent_.run_one_until(deadline) == 0) return false;
    return true;
  }
  const std::string& epoch() const { return epoch_; }

 private:
  boost::asio::io_context agent_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open_{agent_.get_executor()};
  MemoryStore store_;
  SystemClock clock_;
  mqtt::PahoPublisher publisher_;
  Worker store_worker_{"store", 8};
  Worker mqtt_worker_{"mqtt", 8};
  CommandIds command_ids_;
  std::optional<Delivery> delivery_;
  std::string epoch_;
  Seq newest_ = 0;
};

std::uint64_t accepted(const DeliveryReport& report) {
  std::uint64_t all = 0;
  for (const ClassCounts& counts : report.store.by_class) all += counts.accepted;
  return all;
}

Seq seq_in(const std::string& line) {
  const std::string payload = line.substr(line.find('{'));
  const auto opened = open_envelope(payload);
  return opened ? nlohmann::json::parse(opened->bytes).at("seq").get<Seq>() : 0;
}

}  // namespace

TEST_CASE("records made while the broker was away arrive, alarms first, and a receipt makes them done") {
  Mosquitto broker{"max_queued_messages 0\n"};
  std::optional<Subscriber> platform{std::in_place, broker, std::vector<std::string>{"-c", "-i", "platform"}};
  DeliveryBox box{broker.port};
  REQUIRE(box.until([](const DeliveryReport& report) { return report.connected; }));
  platform.reset();  // its session stays with the broker
  broker.end(SIGTERM);
  REQUIRE(box.until([](const DeliveryReport& report) { return !report.connected; }));
  for (int i = 0; i < 100; ++i) box.keep(RecordClass::notice);
  box.keep(RecordClass::alarm);

  broker.start();
  REQUIRE(box.until([](const DeliveryReport& report) { return accepted(report) == 101; }, 30s));
  platform.emplace(broker, std::vector<std::string>{"-c", "-i", "platform"});
  std::vector<Seq> arrived;
  broker.publish({"-t", "lift/end", "-m", "end"});
  for (std::string line = platform->message(); line != "lift/end|0||end"; line = platform->message())
    if (line.find("/record/") != std::string::npos) arrived.push_back(seq_in(line));
  std::vector<Seq> expected{101};
  for (Seq seq = 1; seq <= 100; ++seq) expected.push_back(seq);
  CHECK(arrived == expected);

  broker.publish({"-t", "lift/v1/box/cmd/receipt", "-m",
                  R"({"id":"r-1","issued":"2026-01-05T08:00:00Z","by":"platform","epoch":")" + box.epoch() +
                      R"(","upto":101})"});
  CHECK(box.until([](const DeliveryReport& report) { return report.received == 101; }));
}

TEST_CASE("no record counts as accepted when the broker dies before its PUBACK, and all arrive in the end") {
  std::atomic<bool> dies = true;
  std::atomic<int> deaths = 0;
  FakeBroker broker{[&](const FakeBroker::Packet& asked) {
    const bool record = asked.body.find("/record/") != std::string::npos;
    if (asked.type != FakeBroker::publish || !record || !dies) return FakeBroker::friendly(asked);
    ++deaths;
    return FakeBroker::Answer{"", true};
  }};
  DeliveryBox box{broker.port};
  for (int i = 0; i < 10; ++i) box.keep(RecordClass::alarm);
  REQUIRE(box.until([&](const DeliveryReport& report) { return deaths >= 3 && !report.connected; }, 30s));
  CHECK(box.until([](const DeliveryReport& report) { return accepted(report) == 0; }));
  CHECK_FALSE(box.until([](const DeliveryReport& report) { return report.accepted > 0; }, 300ms));
  dies = false;
  CHECK(box.until([](const DeliveryReport& report) { return accepted(report) == 10; }, 60s));
}
