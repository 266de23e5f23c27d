#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "agent/config/site.hpp"
#include "agent/ports/clock.hpp"
#include "agent/ports/event_store.hpp"
#include "agent/runtime/credential_watch.hpp"
#include "agent/runtime/delivery.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"
#include "protocols/mqtt/settings.hpp"

namespace boost::asio {
class io_context;
}

namespace liftbox {

/// The box's way to the platform: connection, delivery, certificates, as the site says. It can be exchanged
/// for another while the lift is being watched. Without a broker there is nothing in it. Agent's thread.
class BrokerSide {
 public:
  struct Parts {
    const SiteConfig& site;
    boost::asio::io_context& io;
    const Clock& clock;
    Post post;
    EventStore& store;
    Worker& store_worker;
    SnapshotSender& snapshots;
    CommandIds& command_ids;
  };
  struct Hooks {
    std::function<Delivery::Hooks()> delivery;
    std::function<TelemetrySender*()> telemetry;  ///< null where the site has none
    std::function<void(const Term& term, std::int64_t days)> certificate_ends;
  };

  /// Throws std::runtime_error where the password file cannot be read.
  BrokerSide(Parts parts, Hooks hooks);
  ~BrokerSide();
  BrokerSide(const BrokerSide&) = delete;
  BrokerSide& operator=(const BrokerSide&) = delete;

  Delivery* delivery() { return delivery_ ? &*delivery_ : nullptr; }
  const CredentialWatch* certificates() const { return certificates_ ? &*certificates_ : nullptr; }

  void start();
  /// Takes up another site's broker, of which `next` are the settings. Two connections with one name would
  /// throw each other out, so the new one waits for the end of the old one; then it says so.
  void exchange(std::optional<mqtt::Settings> next, std::function<void()> then);
  /// Says goodbye; what hangs longer than the limit is left behind.
  void stop(Duration limit);

 private:
  struct Link;

  void make(mqtt::Settings settings);
  void watch_certificates();
  static void leave(std::unique_ptr<Link>& link, Duration limit);

  Parts parts_;
  Hooks hooks_;
  std::unique_ptr<Link> link_, ending_;
  std::optional<Delivery> delivery_;
  std::optional<CredentialWatch> certificates_;
  bool stopped_ = false;
};

}  // namespace liftbox
