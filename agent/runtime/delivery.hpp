#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/ports/event_store.hpp"
#include "agent/ports/publisher.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/snapshot.hpp"
#include "agent/runtime/back_off.hpp"
#include "agent/runtime/broker_link.hpp"
#include "agent/runtime/commands.hpp"
#include "agent/runtime/outbox.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/snapshot_sender.hpp"
#include "agent/runtime/telemetry_sender.hpp"
#include "agent/runtime/worker.hpp"

namespace liftbox {

/// How delivery fares, for people.
struct DeliveryReport {
  bool connected = false;
  std::string broker;
  bool mqtt5 = false;
  Moment since{};     ///< of the connection, or of its loss
  std::string error;  ///< why it was lost or could not be made; while connected, what the broker withholds
  std::optional<Moment> retry_at;
  std::size_t in_flight = 0;
  std::optional<Moment> unanswered_since;  ///< the broker owes its answer to the oldest; none: nothing flies
  std::size_t set_aside = 0;               ///< refused by the broker, tried again later
  std::string refusal;                     ///< why it refused the last one
  std::uint64_t sent = 0, accepted = 0, received = 0, refused = 0, commands_refused = 0;
  StoreCounts store;
  std::string store_error;  ///< what the store could not do last; empty while it can
};

/// Brings every durable record to the platform: from the store to the broker, and what becomes of it back to
/// the store. On the agent's thread; the store and the broker are called on their Workers. Only what the
/// store holds is offered.
class Delivery {
 public:
  struct Settings {
    std::string topic_root;  ///< "lift/v1"
    bool receipts = true;
    std::size_t window = 32;  ///< unaccepted messages at most; the broker may want fewer
  };
  struct Parts {
    EventStore& store;
    Worker& store_worker;
    Publisher& publisher;
    Worker& mqtt_worker;
    Post post;
    Timer reconnect, settle, retry, housekeeping, state;
    BackOff back_off;
    CommandIds& command_ids;               ///< outlive this delivery, and the process
    TelemetrySender* telemetry = nullptr;  ///< none, if none is configured
    SnapshotSender* snapshots = nullptr;
  };
  struct StateText {
    std::string content;  ///< published again when this changes
    std::string payload;  ///< what is published
  };
  struct Hooks {
    std::function<Stamp()> stamp;
    std::function<std::string(bool online)> status;
    std::function<std::string()> identity;
    std::function<StateText(Seq low)> state;
    std::function<bool(const Acknowledge&)> acknowledge;          ///< false: no such alarm is open
    std::function<std::string()> statistics;                      ///< of today until now, JSON
    std::function<std::string(const std::string& by)> self_test;  ///< made now: what it found, JSON
    std::function<void()> remember;  ///< the ids, now: the command causes no record that they could go with
    std::function<void(const Command&, const std::string& reason)> refused;  ///< to be recorded
    std::function<void(const DeliveryReport&)> connection_changed;           ///< made, lost, or not to be had
    std::function<void(const std::string& reason)>
        broker_refuses;  ///< first of a connection, or a new reason
  };

  Delivery(Settings settings, Parts parts, Hooks hooks);
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  void start();
  /// Says goodbye to the broker: status offline, messages in flight accepted. Takes up to the limit, on the
  /// MQTT Worker.
  void stop(Duration limit);

  void committed(const std::vector<Record>& records);
  /// An alarm of which nobody has taken note: the same record again, not a new one.
  void repeat(const std::string& epoch, Seq seq);
  void state_changed();
  /// The certificates have changed: connects anew, soon.
  void renew() { link_.renew(); }
  void identity_changed();
  /// There may be telemetry, or a part of a snapshot, to publish.
  void something_waits() { pump(); }
  const DeliveryReport& report();

 private:
  static constexpr Duration store_retry{5'000};
  /// A broker that answers nothing for so long is left; at 10 kbit/s a message of 64 kB takes 52 s.
  static constexpr Duration answers_within = std::chrono::minutes{2};

  BrokerLink::Listener listener();
  void connected(const BrokerSession& session);
  void disconnected(const std::string& reason);
  void pump();
  void offer();
  void publish_telemetry();
  void publish_snapshots();
  bool publish_notes();
  bool publish_parts();
  void publish(const Outbox::Offer& offer);
  void fetch(const Outbox::Page& page);
  static Message retained(std::string topic, std::string payload);
  Message message_of(const StoredRecord& stored) const;
  void say(Message message);
  void accepted(std::uint64_t ticket);
  void refused(std::uint64_t ticket, const std::string& reason);
  void settle();
  void keep_house();
  void watch_oldest();
  void leave_if_it_never_answers();
  void publish_state();

  void command(const InboundCommand& inbound);
  void obey(const Receipt& receipt, const InboundCommand& inbound, const Command& command);
  void obey(const Resend& resend, const InboundCommand& inbound, const Command& command);
  void obey(const WantSnapshot& wanted, const InboundCommand& inbound, const Command& command);
  void obey(const WantSelfTest& wanted, const InboundCommand& inbound, const Command& command);
  void report_anew();
  /// `result` is JSON; empty: that it was done is all there is to say.
  void answer(const InboundCommand& inbound, const Command& command, const std::string& error,
              const std::string& result = {});
  void refuse(const InboundCommand& inbound, const Command& command, const std::string& reason);

  /// Works with the store on its Worker; then, or if it could not, goes on here.
  template <class Work, class Then>
  void with_store(
      Work work, Then then, const std::function<void()>& failed = [] {});
  Seq low() const { return report_.store.low.value_or(newest_ + 1); }
  /// Of the record's own epoch.
  Seq low(const Record& record) const;
  Moment now() const { return hooks_.stamp().now; }

  Settings settings_;
  Hooks hooks_;
  EventStore& store_;
  Worker& store_worker_;
  Post post_;
  Timer settle_timer_, retry_, housekeeping_, state_timer_;
  Outbox outbox_;
  TelemetrySender* telemetry_;
  SnapshotSender* snapshots_;
  std::uint32_t largest_packet_ = 0;  ///< bytes that the broker takes; 0: any
  std::deque<Message> notes_;         ///< messages that are no records, waiting for a place in the window
  /// A record that the broker would not take whole: the platform puts its bytes together again, and gives its
  /// receipt then. The next record waits until the last part is on its way.
  struct InParts {
    Snapshot bytes;
    std::size_t next = 0;
  };
  std::optional<InParts> parts_;
  CommandReader reader_;
  DeliveryReport report_;
  std::uint64_t oldest_ = 0;  ///< message in flight, which is answered first
  Moment oldest_since_{};     ///< it is the oldest
  std::string told_refusal_;  ///< of this connection
  std::vector<std::int64_t> settling_;
  std::string epoch_;  ///< of the newest record; empty: none yet
  Seq newest_ = 0;     ///< durable record of this life; 0: none yet
  bool stopping_ = false;
  std::string published_state_;
  Moment state_published_{};
  bool state_armed_ = false;
  Moment refusals_since_{};
  int refusals_recorded_ = 0;
  std::optional<Moment> self_tested_;  ///< on command
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  BrokerLink link_;
};

template <class Work, class Then>
void Delivery::with_store(Work work, Then then, const std::function<void()>& failed) {
  store_worker_.post([this, post = post_, alive = alive_, &store = store_, work, then, failed] {
    try {
      auto result = work(store);
      auto counts = store.counts();
      post([this, alive, then, result = std::move(result), counts] {
        if (!*alive) return;
        report_.store = counts;
        report_.store_error.clear();
        then(result);
      });
    } catch (const StoreError& error) {
      post([this, alive, failed, what = std::string{error.what()}] {
        if (!*alive) return;
        report_.store_error = what;
        failed();
      });
    }
  });
}

}  // namespace liftbox
