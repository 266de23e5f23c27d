#include "tests/runtime/delivery_bench.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <nlohmann/json.hpp>
#include <random>
#include <utility>

#include "agent/records/envelope.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox {

class HandTime::Engine final : public Timer::Engine {
 public:
  explicit Engine(HandTime& time) : time_{time} {}
  void arm(Duration wait, std::function<void()> then) override {
    time_.armed_[this] = {time_.now + wait, std::move(then)};
  }
  void cancel() override { time_.armed_.erase(this); }

 private:
  HandTime& time_;
};

Timer HandTime::timer() {
  return Timer{std::make_unique<Engine>(*this)};
}

bool HandTime::fire_next(Moment until) {
  const auto earliest = std::min_element(
      armed_.begin(), armed_.end(), [](const auto& a, const auto& b) { return a.second.at < b.second.at; });
  if (earliest == armed_.end() || earliest->second.at > until) return false;
  now = std::max(now, earliest->second.at);
  const auto then = std::move(earliest->second.then);
  armed_.erase(earliest);
  then();
  return true;
}

BrokerSession HandBroker::connect(const Message& last_will) {
  ++connects;
  will = last_will;
  if (!old_tale.empty()) callbacks.lost(old_tale);
  if (!away.empty()) throw PublishError{away};
  gone = false;
  return session;
}

void HandBroker::publish(const Message& message) {
  if (gone) throw PublishError{"the connection is gone"};
  published.push_back(message);
}

void HandBroker::disconnect(Duration limit) {
  disconnected_within = limit;
  on_disconnect();
}

DeliveryBench::DeliveryBench(Delivery::Settings settings, std::uint64_t telemetry_share)
    : share_{telemetry_share} {
  make(std::move(settings));
}

DeliveryBench::DeliveryBench(Delivery::Settings settings) {
  make(std::move(settings));
}

void DeliveryBench::make(Delivery::Settings settings) {
  epoch = store.open(time.now).epoch;
  broker.session.broker = "mqtt://broker";
  if (share_) make_telemetry();
  make_snapshots();
  delivery.emplace(
      std::move(settings),
      Delivery::Parts{.store = store,
                      .store_worker = store_worker_,
                      .publisher = broker,
                      .mqtt_worker = mqtt_worker_,
                      .post = post_to(agent_),
                      .reconnect = time.timer(),
                      .settle = time.timer(),
                      .retry = time.timer(),
                      .housekeeping = time.timer(),
                      .state = time.timer(),
                      .back_off = BackOff{1},
                      .command_ids = command_ids,
                      .telemetry = telemetry ? &*telemetry : nullptr,
                      .snapshots = &*snapshots},
      Delivery::Hooks{
          .stamp =
              [this] {
                return Stamp{.now = time.now,
                             .wall_ms = time.now.time_since_epoch().count(),
                             .clock = "synced",
                             .boot = {}};
              },
          .status = [](bool online) { return std::string{online ? "online" : "offline"}; },
          .identity = [] { return std::string{"who"}; },
          .state =
              [this](Seq low) {
                const std::string content = state + " low " + std::to_string(low);
                return Delivery::StateText{content, content};
              },
          .acknowledge =
              [this](const Acknowledge& said) {
                acknowledged.push_back(said.incident);
                return said.incident != "unknown";
              },
          .statistics = [] { return std::string{R"({"period":"day"})"}; },
          .self_test =
              [this](const std::string& by) {
                self_tests.push_back(by);
                return std::string{R"({"passed":true})"};
              },
          .remember = [this] { ++remembered; },
          .refused = [this](const Command&, const std::string& reason) { refusals.push_back(reason); },
          .connection_changed =
              [this](const DeliveryReport& report) { changes.emplace_back(report.connected, report.error); },
          .broker_refuses = [this](const std::string& reason) { told_refusals.push_back(reason); }});
}

DeliveryBench::~DeliveryBench() {
  settle();
  delivery.reset();
  snapshots.reset();
  telemetry.reset();
}

void DeliveryBench::make_telemetry() {
  telemetry.emplace(
      TelemetrySender::Parts{.store = telemetry_store,
                             .store_worker = store_worker_,
                             .post = post_to(agent_),
                             .work = time.timer(),
                             .now = [this] { return time.now; },
                             .share_bytes = *share_,
                             .standing = telemetry_store.inner.telemetry_standing()},
      TelemetrySender::Hooks{.wake = [this] { delivery->something_waits(); },
                             .tell_loss = [this](const TelemetryLoss& loss) { losses.push_back(loss); }});
}

void DeliveryBench::make_snapshots() {
  snapshots.emplace(SnapshotSender::Parts{
                        .store = snapshot_store,
                        .store_worker = store_worker_,
                        .post = post_to(agent_),
                        .due = time.timer(),
                        .retry = time.timer(),
                        .now = [this] { return time.now; },
                        .wall = [](Moment at) { return format_rfc3339(at.time_since_epoch().count(), 0); }},
                    [this] { delivery->something_waits(); });
}

void DeliveryBench::start() {
  delivery->start();
  settle();
}

Seq DeliveryBench::keep(RecordClass record_class) {
  return keep_large(record_class, 0);
}

Seq DeliveryBench::keep_large(RecordClass record_class, std::size_t bytes, bool hardly) {
  std::string text(bytes, 'x');
  std::minstd_rand random;
  if (hardly) std::generate(text.begin(), text.end(), [&] { return static_cast<char>('!' + random() % 90); });
  Record record;
  record.epoch = epoch;
  record.seq = ++newest_;
  record.record_class = record_class;
  record.bytes = nlohmann::json{{"phase", "raised"}, {"seq", record.seq}, {"text", std::move(text)}}.dump();
  record.hash = sha256(record.bytes);
  store.commit({{record}, std::nullopt});
  delivery->committed({record});
  settle();
  return newest_;
}

void DeliveryBench::measure(double speed) {
  const TelemetryValue value{"car_speed", speed, time.now};
  telemetry->send(write_telemetry(
      std::array{value},
      {.now = time.now, .wall_ms = time.now.time_since_epoch().count(), .clock = "synced", .boot = {}}));
  settle();
}

void DeliveryBench::pass(Duration time_span) {
  const Moment until = time.now + time_span;
  while (time.fire_next(until)) settle();
  time.now = until;
  settle();
}

void DeliveryBench::live(Duration time_span) {
  constexpr Duration answers_after{10'000};
  for (Duration left = time_span; left > Duration{}; left -= answers_after) {
    pass(std::min(left, answers_after));
    accept_all();
  }
}

void DeliveryBench::wait_for(Worker& worker) {
  std::promise<void> done;
  worker.post([&done] { done.set_value(); });
  done.get_future().wait();
}

void DeliveryBench::settle() {
  do {
    wait_for(store_worker_);
    wait_for(mqtt_worker_);
    agent_.restart();
  } while (agent_.poll() > 0);
}

std::vector<Message> DeliveryBench::take() {
  return std::exchange(broker.published, {});
}

std::vector<Seq> DeliveryBench::records() {
  std::vector<Seq> seqs;
  for (const Message& message : take())
    if (message.topic.starts_with("record/")) seqs.push_back(seq_of(message));
  return seqs;
}

void DeliveryBench::accept_all() {
  while (!broker.published.empty()) {
    for (const Message& message : take()) broker.callbacks.accepted(message.ticket);
    settle();
  }
}

void DeliveryBench::command(const std::string& name, const std::string& rest, const std::string& id,
                            const std::string& response_topic) {
  const std::string issued = format_rfc3339(time.now.time_since_epoch().count(), 0);
  broker.callbacks.command(
      {.name = name,
       .payload = R"({"id":")" + id + R"(","issued":")" + issued + R"(","by":"1042",)" + rest + "}",
       .retained = false,
       .response_topic = response_topic,
       .correlation_data = "corr"});
  settle();
}

ClassCounts DeliveryBench::counts(RecordClass record_class) {
  return store.inner.counts().by_class.at(static_cast<std::size_t>(record_class));
}

Seq seq_of(const Message& record) {
  const auto opened = open_envelope(record.payload);
  return opened ? nlohmann::json::parse(opened->bytes).at("seq").get<Seq>() : 0;
}

std::string speeds(const std::vector<Message>& messages) {
  std::string text;
  for (const Message& message : messages) {
    if (message.topic != "telemetry") continue;
    if (!text.empty()) text += " |";
    const auto payload = nlohmann::json::parse(message.payload);
    for (const auto& value : payload.at("values"))
      text += (text.empty() ? "" : " ") + value.at("value").dump();
  }
  return text;
}

std::string user_property(const Message& message, const std::string& key) {
  for (const auto& [name, value] : message.user_properties)
    if (name == key) return value;
  return {};
}

}  // namespace liftbox
