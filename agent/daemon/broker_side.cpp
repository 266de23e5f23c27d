#include "agent/daemon/broker_side.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <random>
#include <utility>

#include "agent/daemon/sources.hpp"
#include "protocols/mqtt/paho_publisher.hpp"

namespace liftbox {
namespace {

constexpr std::size_t mqtt_queue = 64;
constexpr Duration goodbye_at_exchange{750};

}  // namespace

/// One connection's means. The publisher may hang in its Worker: both go when the Worker is done.
struct BrokerSide::Link {
  Link(mqtt::Settings settings, const Clock& clock) : publisher{std::in_place, std::move(settings), clock} {}

  std::optional<mqtt::PahoPublisher> publisher;
  Worker worker{"mqtt", mqtt_queue};
};

BrokerSide::BrokerSide(Parts parts, Hooks hooks) : parts_{std::move(parts)}, hooks_{std::move(hooks)} {
  if (parts_.site.broker) make(mqtt_settings(parts_.site));
}

BrokerSide::~BrokerSide() = default;

void BrokerSide::start() {
  if (delivery_) delivery_->start();
  if (certificates_) certificates_->start();
}

void BrokerSide::make(mqtt::Settings settings) {
  const BrokerSettings& broker = *parts_.site.broker;
  link_ = std::make_unique<Link>(std::move(settings), parts_.clock);
  delivery_.emplace(Delivery::Settings{.topic_root = broker.topic_root, .receipts = broker.receipts},
                    Delivery::Parts{.store = parts_.store,
                                    .store_worker = parts_.store_worker,
                                    .publisher = *link_->publisher,
                                    .mqtt_worker = link_->worker,
                                    .post = parts_.post,
                                    .reconnect = Timer{parts_.io},
                                    .settle = Timer{parts_.io},
                                    .retry = Timer{parts_.io},
                                    .housekeeping = Timer{parts_.io},
                                    .state = Timer{parts_.io},
                                    .back_off = BackOff{std::random_device{}()},
                                    .command_ids = parts_.command_ids,
                                    .telemetry = hooks_.telemetry(),
                                    .snapshots = &parts_.snapshots},
                    hooks_.delivery());
  if (broker.tls) watch_certificates();
}

void BrokerSide::watch_certificates() {
  certificates_.emplace(
      CredentialWatch::Parts{.read = [link = link_.get()] { return link->publisher->credentials(); },
                             .worker = link_->worker,
                             .post = parts_.post,
                             .look = Timer{parts_.io},
                             .clock = parts_.clock},
      CredentialWatch::Hooks{
          .changed =
              [this] {
                spdlog::info("certificates: changed, connecting again with the new ones");
                delivery_->renew();
              },
          .warned = [](const std::string& what) { spdlog::warn("certificates: {}", what); },
          .ends = hooks_.certificate_ends});
}

void BrokerSide::exchange(std::optional<mqtt::Settings> next, std::function<void()> then) {
  const auto connect = [this, next = std::move(next), then = std::move(then)] {
    if (stopped_) return;
    if (next) make(*next);
    start();
    then();
  };
  if (!link_) {
    connect();
    return;
  }
  delivery_->stop(goodbye_at_exchange);
  certificates_.reset();
  delivery_.reset();
  ending_ = std::move(link_);
  ending_->worker.post([this, connect, ending = ending_.get()] {
    ending->publisher.reset();
    parts_.post([this, connect] {
      ending_.reset();
      connect();
    });
  });
}

void BrokerSide::stop(Duration limit) {
  if (stopped_) return;
  stopped_ = true;
  if (delivery_ && delivery_->report().connected) delivery_->stop(limit / 2);
  certificates_.reset();
  leave(link_, limit);
  leave(ending_, limit);
}

/// Its thread goes on using what hangs, until the process ends.
void BrokerSide::leave(std::unique_ptr<Link>& link, Duration limit) {
  if (link && !link->worker.stop_within(limit)) static_cast<void>(link.release());
}

}  // namespace liftbox
