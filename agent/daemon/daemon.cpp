#include "agent/daemon/daemon.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "agent/daemon/answers.hpp"
#include "agent/daemon/broker_side.hpp"
#include "agent/daemon/heartbeat.hpp"
#include "agent/daemon/maintenance_answers.hpp"
#include "agent/daemon/measures.hpp"
#include "agent/daemon/payloads.hpp"
#include "agent/daemon/reload.hpp"
#include "agent/daemon/site_telemetry.hpp"
#include "agent/daemon/snapshots.hpp"
#include "agent/daemon/sources.hpp"
#include "agent/daemon/staff.hpp"
#include "agent/records/canonical.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/statistics_json.hpp"
#include "agent/runtime/pipeline.hpp"
#include "agent/storage/seal_key.hpp"
#include "agent/storage/snapshot_folder.hpp"
#include "agent/storage/steady_store.hpp"
#include "drivers/system/machine.hpp"
#include "drivers/system/service_manager.hpp"
#include "drivers/system/system_clock.hpp"

namespace liftbox {
namespace {

constexpr Duration goodbye{1'500};  // the broker's share of the 2 s after SIGTERM
constexpr std::size_t store_queue = 64;
constexpr std::uint64_t snapshot_share = 8 * mebibyte;  // a busy one takes some 10 KiB

SqliteStore::Settings store_settings(const SiteConfig& site) {
  SqliteStore::Settings settings;
  settings.bound.bytes = site.store_max_mb * mebibyte;
  settings.box = machine_name(MachineFiles{});
  return settings;
}

}  // namespace

/// Everything there is, in the order in which it depends on each other.
class Daemon::Parts {
 public:
  explicit Parts(SiteConfig config)
      : site{std::move(config)},
        post{post_to(io)},
        sources{make_sources(site, io, clock, post)},
        store{site.store_directory, store_settings(site), clock},
        head{store.open(clock.now())},
        seal_key{open_seal_key(site.store_directory)},
        pipeline{pipeline_parts(),
                 {.durable = [this](const auto& records) { durable(records); },
                  .repeat = [this](const auto& epoch, Seq seq) { repeat(epoch, seq); },
                  .changed = [this] { changed(); },
                  .box = [this] { return box_told(); }}},
        telemetry{{store, store_worker, post, io, clock, store.telemetry_standing()},
                  telemetry_hooks(),
                  site,
                  bindings_of(sources)},
        snapshots{snapshot_parts(), [this] { something_waits(); }},
        broker{{site, io, clock, post, store, store_worker, snapshots, pipeline.command_ids()},
               broker_hooks()},
        reload{{site, sources, pipeline, post}, reload_hooks()},
        staff{{site, clock, pipeline, post}},
        answers{{site, clock, pipeline, broker, store, store_worker, post, sources, reload, staff, telemetry,
                 flash, seal_key.trouble, snapshot_folder}},
        control{io, site.control_socket.string(), answers.methods()} {}

  void run() {
    heartbeat.start(site.watchdog);
    take_up();
    measure_flash();
    for (const auto& source : sources) start(*source);
    broker.start();
    signals.async_wait([this](const auto& error, int signal) {
      if (!error) end(signal);
    });
    reload_when_told();
    ready();
    io.run();
    broker.stop(goodbye);
    heartbeat.stop();
  }

 private:
  Pipeline::Parts pipeline_parts() {
    const std::vector<SourceBindings> bindings = bindings_of(sources);
    Journal journal{
        {site.device, site.lift.registration_code}, site.codes, {head.epoch, head.seq, head.hash}};
    if (seal_key.key) journal.seal_with(*seal_key.key);
    return {.clock = clock,
            .lift = Lift{site.rules, site.facts, bindings, clock.now()},
            .journal = std::move(journal),
            .store = store,
            .store_worker = store_worker,
            .post = post,
            .look_again = Timer{io},
            .save_memory = Timer{io},
            .retry_commit = Timer{io},
            .newest_record_ms = head.newest_time_ms,
            .refuge = &store,
            .in_memory_why = head.in_memory ? head.why : std::string{}};
  }

  SnapshotSender::Parts snapshot_parts() {
    return {.store = snapshot_folder,
            .store_worker = store_worker,
            .post = post,
            .due = Timer{io},
            .retry = Timer{io},
            .now = [this] { return clock.now(); },
            .wall =
                [this](Moment at) {
                  const Stamp stamp = pipeline.stamp();
                  return format_rfc3339(stamp.wall_ms_at(at), stamp.utc_offset_min);
                }};
  }

  void start(SignalSource& source) {
    telemetry.listen_to(source);
    source.start([this](std::span<const Reading> readings) {
      pipeline.take(readings);
      telemetry.take(readings);
      snapshots.take(readings, pipeline.lift().car());
    });
  }

  void something_waits() {
    if (auto* const delivery = broker.delivery()) delivery->something_waits();
  }

  SiteTelemetry::Hooks telemetry_hooks() {
    return {
        .stamp = [this] { return pipeline.stamp(); },
        .car = [this]() -> const CarState& { return pipeline.lift().car(); },
        .wake = [this] { something_waits(); },
        .lost =
            [this](BoxEvidence evidence) { pipeline.note(EventType::telemetry_lost, std::move(evidence)); }};
  }

  void ready() const {
    service_manager::ready(
        fmt::format("watching lift {}{}", site.lift.registration_code,
                    reload.refused().empty() ? "" : "; its changed configuration is wrong, see the journal"));
  }

  void reload_when_told() {
    hang_up.async_wait([this](const auto& error, int /*signal*/) {
      if (error) return;
      if (!ending) reload.ask({}, [](const Reload::Result& /*result*/) {});
      reload_when_told();
    });
  }

  Reload::Hooks reload_hooks() {
    return {.check =
                [this](const SiteConfig& next) {
                  next_mqtt = next.broker ? std::optional{mqtt_settings(next)} : std::nullopt;
                },
            .make_controller =
                [this](const SiteConfig& next) { return liftbox::make_controller(next, io, clock, post); },
            .make_lines = [this](const SiteConfig& next) { return liftbox::make_lines(next, io, clock); },
            .taken = [this] { telemetry.configure(site, bindings_of(sources)); },
            .start = [this](SignalSource& source) { start(source); },
            .exchange_broker = [this](const auto& then) { broker.exchange(std::move(next_mqtt), then); },
            .republish =
                [this] {
                  if (broker.delivery() != nullptr) broker.delivery()->identity_changed();
                },
            .began = [] { service_manager::reloading(); },
            .ended = [this] { ready(); }};
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

  BrokerSide::Hooks broker_hooks() {
    return {
        .delivery = [this] { return delivery_hooks(); },
        .telemetry = [this] { return telemetry.sender(); },
        .certificate_ends = [this](const Term& term, std::int64_t days) { certificate_ends(term, days); }};
  }

  Delivery::Hooks delivery_hooks() {
    return {.stamp = [this] { return pipeline.stamp(); },
            .status = [this](bool online) { return status_text(pipeline.stamp(), online); },
            .identity =
                [this] {
                  return identity_json(site, bindings_of(sources), pipeline.journal().seal_key()).dump();
                },
            .state = [this](Seq low) { return state_text(pipeline, low); },
            .acknowledge =
                [this](const Acknowledge& said) {
                  return pipeline.person(PersonSays::What::acknowledge, said.incident, said.by).has_value();
                },
            .statistics = [this] { return statistics_json(pipeline.lift().today(clock.now())).dump(); },
            .self_test =
                [this](const std::string& by) {
                  pipeline.test_box(to_utf8(by));
                  return self_test_json(pipeline).dump();
                },
            .remember = [this] { pipeline.remember(); },
            .refused =
                [this](const Command& command, const std::string& reason) {
                  pipeline.note(EventType::command_refused, {{{"command", to_utf8(command.name)},
                                                              {"id", to_utf8(command.id)},
                                                              {"by", to_utf8(command.by)},
                                                              {"reason", to_utf8(reason)}}});
                },
            .connection_changed = [this](const DeliveryReport& report) { log_connection(report); },
            .broker_refuses =
                [](const std::string& reason) {
                  spdlog::warn("broker: it refuses what we publish: {}; see its access rules", reason);
                }};
  }

  /// Goes on where the last life ended, and says that a new one has begun.
  void take_up() {
    if (!head.note.empty()) spdlog::warn("store: {}", head.note);
    if (!seal_key.trouble.empty()) spdlog::warn("seals: {}", seal_key.trouble);
    if (head.memory)
      if (const auto wrong = pipeline.resume(*head.memory))
        spdlog::warn("store: the saved memory cannot be taken up ({}): holds and latch start anew", *wrong);
    if (!head.why.empty() && head.fresh) spdlog::warn("store: a new epoch begins: {}", head.why);
    pipeline.begin(EventType::started, {{{"version", LIFTBOX_VERSION}}}, head);
    for (const Mistake& warning : site.warnings) spdlog::warn("{}", warning.message);
    spdlog::info("liftboxd {} for {}: store {} at {}:{}", LIFTBOX_VERSION, site.device,
                 site.store_directory.string(), head.epoch, head.seq);
  }

  void measure_flash() {
    if (const auto written = bytes_written())
      if (flash.measured(*written, clock.now(), site.flash_mb_a_day * mebibyte))
        pipeline.note(EventType::flash_budget_exceeded,
                      {{{"bytes_a_day", std::to_string(flash.a_day().value_or(0))},
                        {"budget", std::to_string(site.flash_mb_a_day * mebibyte)}}});
    flash_timer.arm(std::chrono::minutes{1}, [this] { measure_flash(); });
  }

  void durable(const std::vector<Record>& records) {
    for (const Record& record : records)
      spdlog::info("record seq={} class={} type={} incident={}", record.seq, name(record.record_class),
                   record.type, record.incident);
    if (auto* const delivery = broker.delivery()) delivery->committed(records);
    watch_alarms(snapshots, records);
    answers.durable(records);
    if (ending) parting();
  }

  void repeat(const std::string& epoch, Seq seq) {
    if (auto* const delivery = broker.delivery()) delivery->repeat(epoch, seq);
  }

  void changed() {
    if (auto* const delivery = broker.delivery()) delivery->state_changed();
    if (const std::string& trouble = pipeline.store_trouble(); trouble != logged_trouble) {
      if (trouble.empty())
        spdlog::info("store: works again");
      else if (pipeline.in_memory())
        spdlog::error("store: {}; records are kept in memory until it works again", trouble);
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

  /// For the self-test. A receipt that came in this life is proof of the whole way there and back.
  BoxTold box_told() {
    using enum SelfTestEvidence::Result;
    BoxTold told;
    told.store = pipeline.store_trouble().empty() ? good : bad;
    if (auto* const delivery = broker.delivery()) {
      const DeliveryReport& report = delivery->report();
      told.broker = report.connected ? good : bad;
      if (site.broker->receipts) told.receipts = report.received > 0 ? good : bad;
    }
    if (heartbeat.watched()) told.watchdog = good;
    return told;
  }

  void end(int signal) {
    spdlog::info("ending on signal {}", signal);
    service_manager::stopping();
    ending = true;
    reload.stop();
    for (const auto& source : sources) source->stop();
    telemetry.flush();
    snapshots.finish();
    pipeline.note(EventType::stopped, {{{"signal", std::to_string(signal)}}});
    deadline.arm(goodbye, [this] { io.stop(); });
  }

  /// The last record is durable: offer it to the broker, and go.
  void parting() {
    Delivery* const delivery = broker.delivery();
    constexpr Duration until_accepted{300};
    if (delivery != nullptr && delivery->report().connected)
      deadline.arm(until_accepted, [this] { leave(); });
    else
      leave();
  }

  void leave() {
    telemetry.leave();
    io.stop();
  }

  SiteConfig site;
  boost::asio::io_context io{1};
  SystemClock clock;
  Post post;
  std::vector<std::unique_ptr<SignalSource>> sources;
  SteadyStore store;
  StoreHead head;
  SealKey seal_key;
  Worker store_worker{"store", store_queue};
  Pipeline pipeline;
  SiteTelemetry telemetry;
  FlashWear flash;
  Timer flash_timer{io};
  SnapshotFolder snapshot_folder{site.store_directory / "snapshots", snapshot_share};
  SnapshotSender snapshots;
  std::optional<mqtt::Settings> next_mqtt;
  BrokerSide broker;
  Reload reload;
  Staff staff;
  Answers answers;
  control::Server control;
  boost::asio::signal_set signals{io, SIGTERM, SIGINT};
  boost::asio::signal_set hang_up{io, SIGHUP};
  Heartbeat heartbeat{{store_worker, post, Timer{io}}};
  Timer deadline{io};
  std::string logged_trouble;
  bool ending = false;
};

Daemon::Daemon(SiteConfig site) : parts_{std::make_unique<Parts>(std::move(site))} {}
Daemon::~Daemon() = default;
void Daemon::run() {
  parts_->run();
}

}  // namespace liftbox
