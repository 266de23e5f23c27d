#include "agent/daemon/daemon.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "agent/daemon/answers.hpp"
#include "agent/daemon/payloads.hpp"
#include "agent/daemon/sources.hpp"
#include "agent/records/canonical.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/runtime/credential_watch.hpp"
#include "agent/runtime/delivery.hpp"
#include "agent/runtime/pipeline.hpp"
#include "agent/storage/sqlite_store.hpp"
#include "drivers/system/hardware_watchdog.hpp"
#include "drivers/system/service_manager.hpp"
#include "drivers/system/system_clock.hpp"
#include "protocols/mqtt/paho_publisher.hpp"

namespace liftbox {
namespace {

constexpr Duration goodbye{1'500};  // the broker's share of the 2 s after SIGTERM
constexpr std::size_t queue = 64;

std::vector<SourceBindings> bindings_of(const std::vector<std::unique_ptr<SignalSource>>& sources) {
  std::vector<SourceBindings> all;
  for (const auto& source : sources) {
    const std::span<const SourceBindings> own = source->bindings();
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

}  // namespace

/// Everything there is, in the order in which it depends on each other.
class Daemon::Parts {
 public:
  explicit Parts(SiteConfig config)
      : site{std::move(config)},
        post{post_to(io)},
        sources{make_sources(site, io, clock, post)},
        store{site.store_directory},
        head{store.open(clock.now())},
        pipeline{pipeline_parts(),
                 {.durable = [this](const auto& records) { durable(records); },
                  .repeat = [this](const auto& epoch, Seq seq) { repeat(epoch, seq); },
                  .changed = [this] { changed(); }}},
        answers{{site, clock, pipeline, make_delivery(), certificates ? &*certificates : nullptr, store,
                 store_worker, post, sources}},
        control{io, site.control_socket.string(), answers.methods()} {}

  void run() {
    take_up();
    for (const auto& source : sources)
      source->start([this](std::span<const Reading> readings) { pipeline.take(readings); });
    if (delivery) delivery->start();
    if (certificates) certificates->start();
    signals.async_wait([this](const auto& error, int signal) {
      if (!error) end(signal);
    });
    open_hardware_watchdog();
    watch();
    service_manager::ready(fmt::format("watching lift {}", site.lift.registration_code));
    io.run();
    if (hardware_watchdog) hardware_watchdog->disarm();
  }

 private:
  Pipeline::Parts pipeline_parts() {
    const std::vector<SourceBindings> bindings = bindings_of(sources);
    return {.clock = clock,
            .lift = Lift{site.rules, site.facts, bindings, clock.now()},
            .journal = Journal{{site.device, site.lift.registration_code},
                               site.codes,
                               {head.epoch, head.seq, head.hash}},
            .store = store,
            .store_worker = store_worker,
            .post = post,
            .look_again = Timer{io},
            .save_memory = Timer{io},
            .retry_commit = Timer{io},
            .newest_record_ms = head.newest_time_ms};
  }

  Delivery* make_delivery() {
    if (!site.broker) return nullptr;
    publisher.emplace(mqtt_settings(site), clock);
    mqtt_worker.emplace("mqtt", queue);
    delivery.emplace(
        Delivery::Settings{.topic_root = site.broker->topic_root, .receipts = site.broker->receipts},
        Delivery::Parts{.store = store,
                        .store_worker = store_worker,
                        .publisher = *publisher,
                        .mqtt_worker = *mqtt_worker,
                        .post = post,
                        .reconnect = Timer{io},
                        .settle = Timer{io},
                        .retry = Timer{io},
                        .housekeeping = Timer{io},
                        .state = Timer{io},
                        .back_off = BackOff{std::random_device{}()}},
        hooks());
    if (site.broker->tls) watch_certificates();
    return &*delivery;
  }

  void watch_certificates() {
    certificates.emplace(
        CredentialWatch::Parts{.read = [this] { return publisher->credentials(); },
                               .worker = *mqtt_worker,
                               .post = post,
                               .look = Timer{io},
                               .clock = clock},
        CredentialWatch::Hooks{
            .changed =
                [this] {
                  spdlog::info("certificates: changed, connecting again with the new ones");
                  delivery->renew();
                },
            .warned = [](const std::string& what) { spdlog::warn("certificates: {}", what); },
            .ends = [this](const Term& term, std::int64_t days) { certificate_ends(term, days); }});
  }

  void certificate_ends(const Term& term, std::int64_t days) {
    const std::string until = format_rfc3339(term.until.time_since_epoch().count(), 0);
    spdlog::warn("certificates: the {} '{}' ({}) ends {}: {} days are left; renew it", term.what, term.name,
                 term.file, until, days);
    pipeline.note(EventType::certificate_ending, {{{"what", term.what},
                                                   {"name", to_utf8(term.name)},
                                                   {"until", until},
                                                   {"days_left", std::to_string(days)}}});
  }

  Delivery::Hooks hooks() {
    return {.stamp = [this] { return pipeline.stamp(); },
            .status = [this](bool online) { return status_text(online); },
            .identity = [this] { return identity_json(site, bindings_of(sources)).dump(); },
            .state = [this](Seq low) { return state_text(low); },
            .acknowledge =
                [this](const Acknowledge& said) {
                  return pipeline.person(PersonSays::What::acknowledge, said.incident, said.by).has_value();
                },
            .refused =
                [this](const Command& command, const std::string& reason) {
                  pipeline.note(EventType::command_refused, {{{"command", to_utf8(command.name)},
                                                              {"id", to_utf8(command.id)},
                                                              {"by", to_utf8(command.by)},
                                                              {"reason", to_utf8(reason)}}});
                },
            .connection_changed = [this](const DeliveryReport& report) { log_connection(report); }};
  }

  std::string status_text(bool online) const {
    const Stamp now = pipeline.stamp();
    return nlohmann::json{{"v", 1},
                          {"online", online},
                          {"since", format_rfc3339(now.wall_ms, now.utc_offset_min)},
                          {"version", LIFTBOX_VERSION}}
        .dump();
  }

  Delivery::StateText state_text(Seq low) const {
    const Stamp now = pipeline.stamp();
    nlohmann::json state = state_json(pipeline.lift().car(), pipeline.journal());
    state["low"] = low;
    std::string content = state.dump();
    state["time"] = format_rfc3339(now.wall_ms, now.utc_offset_min);
    state["clock"] = now.clock;
    return {std::move(content), state.dump()};
  }

  /// Goes on where the last life ended, and says that a new one has begun.
  void take_up() {
    if (!head.note.empty()) spdlog::warn("store: {}", head.note);
    if (head.memory)
      if (const auto wrong = pipeline.resume(*head.memory))
        spdlog::warn("store: the saved memory cannot be taken up ({}): holds and latch start anew", *wrong);
    BoxEvidence evidence{{{"version", LIFTBOX_VERSION}}};
    if (head.fresh) evidence.texts.emplace_back("new_epoch", "new store");
    pipeline.note(EventType::started, std::move(evidence));
    spdlog::info("liftboxd {} for {}: store {} at {}:{}", LIFTBOX_VERSION, site.device,
                 site.store_directory.string(), head.epoch, head.seq);
  }

  void durable(const std::vector<Record>& records) {
    for (const Record& record : records)
      spdlog::info("record seq={} class={} type={} incident={}", record.seq, name(record.record_class),
                   record.type, record.incident);
    if (delivery) delivery->committed(records);
    answers.durable(records);
    if (ending) parting();
  }

  void repeat(const std::string& epoch, Seq seq) {
    if (delivery) delivery->repeat(epoch, seq);
  }

  void changed() {
    if (delivery) delivery->state_changed();
    if (const std::string& trouble = pipeline.store_trouble(); trouble != logged_trouble) {
      if (trouble.empty())
        spdlog::info("store: works again");
      else
        spdlog::error("store: {}; {} commits wait in memory", trouble, pipeline.uncommitted());
      logged_trouble = trouble;
    }
  }

  void log_connection(const DeliveryReport& report) const {
    if (report.connected)
      spdlog::info("broker: connected to {}, MQTT {}", report.broker, report.mqtt5 ? "5" : "3.1.1");
    else
      spdlog::warn("broker: {}; next try in {} ms", report.error,
                   report.retry_at ? (*report.retry_at - clock.now()).count() : 0);
  }

  /// The watchdogs are kicked only while this thread and the store's worker answer.
  void watch() {
    Duration interval = service_manager::watchdog_interval().value_or(never - Moment{});
    if (hardware_watchdog) interval = std::min<Duration>(interval, site.watchdog->timeout);
    if (interval == never - Moment{}) return;
    watchdog.arm(interval / 3, [this] {
      store_worker.post([this] { post([this] { kick(); }); });
      watch();
    });
  }

  void kick() const {
    service_manager::kick_watchdog();
    if (hardware_watchdog) hardware_watchdog->kick();
  }

  void open_hardware_watchdog() {
    if (!site.watchdog) return;
    hardware_watchdog.emplace(site.watchdog->device, site.watchdog->timeout);
    const auto timeout = hardware_watchdog->timeout();
    if (timeout && *timeout != site.watchdog->timeout)
      spdlog::warn("watchdog: {} takes {} s, not {} s", site.watchdog->device.string(), timeout->count(),
                   site.watchdog->timeout.count());
  }

  void end(int signal) {
    spdlog::info("ending on signal {}", signal);
    service_manager::stopping();
    ending = true;
    for (const auto& source : sources) source->stop();
    pipeline.note(EventType::stopped, {{{"signal", std::to_string(signal)}}});
    deadline.arm(goodbye, [this] { io.stop(); });
  }

  /// The last record is durable: offer it to the broker, and go.
  void parting() {
    if (!delivery || !delivery->report().connected) {
      io.stop();
      return;
    }
    constexpr Duration until_accepted{300};
    deadline.arm(until_accepted, [this] {
      delivery->stop(goodbye / 2);
      mqtt_left = !mqtt_worker->stop_within(goodbye);
      io.stop();
    });
  }

  SiteConfig site;
  boost::asio::io_context io{1};
  SystemClock clock;
  Post post;
  std::vector<std::unique_ptr<SignalSource>> sources;
  SqliteStore store;
  StoreHead head;
  Worker store_worker{"store", queue};
  std::optional<mqtt::PahoPublisher> publisher;
  std::optional<Worker> mqtt_worker;
  std::optional<Delivery> delivery;
  std::optional<CredentialWatch> certificates;
  Pipeline pipeline;
  Answers answers;
  control::Server control;
  boost::asio::signal_set signals{io, SIGTERM, SIGINT};
  Timer watchdog{io};
  std::optional<HardwareWatchdog> hardware_watchdog;
  Timer deadline{io};
  std::string logged_trouble;
  bool ending = false;
  bool mqtt_left = false;
};

Daemon::Daemon(SiteConfig site) : parts_{std::make_unique<Parts>(std::move(site))} {}
Daemon::~Daemon() = default;
void Daemon::run() {
  parts_->run();
}

}  // namespace liftbox
