#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/config/site.hpp"
#include "agent/daemon/broker_side.hpp"
#include "agent/daemon/reload.hpp"
#include "agent/daemon/site_telemetry.hpp"
#include "agent/daemon/staff.hpp"
#include "agent/ports/clock.hpp"
#include "agent/ports/event_store.hpp"
#include "agent/ports/signal_source.hpp"
#include "agent/ports/snapshot_store.hpp"
#include "agent/runtime/flash_wear.hpp"
#include "agent/runtime/pipeline.hpp"
#include "protocols/control/server.hpp"

namespace liftbox {

/// What the daemon answers at its control socket (the methods of protocols/control/README.md).
class Answers {
 public:
  struct Of {
    const SiteConfig& site;
    const Clock& clock;
    Pipeline& pipeline;
    BrokerSide& broker;
    EventStore& store;
    Worker& store_worker;
    Post post;
    const std::vector<std::unique_ptr<SignalSource>>& sources;
    Reload& reload;
    Staff& staff;
    const SiteTelemetry& telemetry;
    const FlashWear& flash;
    const std::string& seal_trouble;
    SnapshotStore& snapshots;
  };

  explicit Answers(Of of);

  control::Methods methods();
  /// Tells those who follow.
  void durable(const std::vector<Record>& records);

 private:
  struct Follower {
    control::Subscription subscription;
    RecordQuery filter;
  };

  void reload(const control::Request& request, const control::Reply& reply) const;
  void config(const control::Request& request, const control::Reply& reply) const;
  void events(const control::Request& request, const control::Reply& reply) const;
  void statistics(const control::Reply& reply) const;
  void why_not(const control::Request& request, const control::Reply& reply) const;
  /// Answers with what becomes of the records that the query finds, once the store's Worker has them.
  /// What it throws (std::invalid_argument) is a refusal.
  using StoreAnswer = std::function<nlohmann::json(const std::vector<StoredRecord>& found)>;
  void ask_store(const control::Reply& reply, RecordQuery query, StoreAnswer answer) const;
  void follow(const control::Request& request, const control::Reply& reply);
  void incident(const control::Request& request, const control::Reply& reply);
  void incident_cause(const control::Request& request, const control::Reply& reply);
  void record_brake_work(const control::Request& request, const control::Reply& reply);

  Of of_;
  Stamp started_;
  std::vector<Follower> followers_;
};

}  // namespace liftbox
