#pragma once

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/runtime/delivery.hpp"
#include "agent/storage/memory_snapshots.hpp"
#include "agent/storage/memory_store.hpp"
#include "agent/storage/memory_telemetry.hpp"

namespace liftbox {

/// Time that is moved by hand, and the timers that hang on it.
class HandTime {
 public:
  Moment now{std::chrono::hours{1}};

  Timer timer();
  /// Runs the earliest timer that is due until `until`, if any, at its moment.
  bool fire_next(Moment until);

 private:
  class Engine;
  struct Armed {
    Moment at;
    std::function<void()> then;
  };
  std::map<const void*, Armed> armed_;
};

/// A store in memory that can be told to fail.
class FailingStore final : public EventStore {
  template <class Work>
  auto ask(Work work) {
    if (!trouble.empty()) throw StoreError{trouble};
    return work();
  }

 public:
  MemoryStore inner;
  std::string trouble;              ///< what every call says then
  std::vector<std::size_t> marked;  ///< how many each call of `accepted` marked

  StoreHead open(Moment now) override {
    return ask([&] { return inner.open(now); });
  }
  void commit(const Commit& commit) override { inner.commit(commit); }
  std::vector<StoredRecord> waiting(RecordClass record_class, std::int64_t after,
                                    std::size_t limit) override {
    return ask([&] { return inner.waiting(record_class, after, limit); });
  }
  std::optional<StoredRecord> find(const std::string& epoch, Seq seq) override {
    return ask([&] { return inner.find(epoch, seq); });
  }
  std::vector<StoredRecord> query(const RecordQuery& query) override {
    return ask([&] { return inner.query(query); });
  }
  void accepted(std::span<const std::int64_t> ids, bool receipts, Moment now) override {
    ask([&] { inner.accepted(ids, receipts, now); });
    marked.push_back(ids.size());
  }
  std::size_t received(const std::string& epoch, std::span<const SeqRange> ranges) override {
    return ask([&] { return inner.received(epoch, ranges); });
  }
  std::size_t resend(const std::string& epoch, SeqRange range) override {
    return ask([&] { return inner.resend(epoch, range); });
  }
  std::size_t requeue_overdue(Moment now) override {
    return ask([&] { return inner.requeue_overdue(now); });
  }
  std::optional<Drop> to_drop(std::int64_t wall_ms) override {
    return ask([&] { return inner.to_drop(wall_ms); });
  }
  Holding holding(const std::string& epoch, SeqRange range) override {
    return ask([&] { return inner.holding(epoch, range); });
  }
  StoreCounts counts() override {
    return ask([&] { return inner.counts(); });
  }
};

/// A share of the store that can be told to fail, and counts how often it was written.
class FailingTelemetry final : public TelemetryStore {
 public:
  MemoryTelemetry inner;
  std::string trouble;
  int writings = 0;

  Standing telemetry_standing() override { return ask().telemetry_standing(); }
  Standing keep_telemetry(const Keep& keep) override {
    ++writings;
    return ask().keep_telemetry(keep);
  }
  std::vector<TelemetryBatch> waiting_telemetry(std::int64_t after, std::size_t limit) override {
    return ask().waiting_telemetry(after, limit);
  }
  Standing telemetry_accepted(std::span<const std::int64_t> ids) override {
    ++writings;
    return ask().telemetry_accepted(ids);
  }
  Standing telemetry_loss_told(const TelemetryLoss& told) override {
    ++writings;
    return ask().telemetry_loss_told(told);
  }

 private:
  MemoryTelemetry& ask() {
    if (!trouble.empty()) throw StoreError{trouble};
    return inner;
  }
};

/// A place for snapshots that can be told to fail.
class FailingSnapshots final : public SnapshotStore {
 public:
  MemorySnapshots inner{std::uint64_t{1} << 20U};
  std::string trouble;

  void keep_snapshot(const Snapshot& snapshot) override { ask().keep_snapshot(snapshot); }
  std::optional<Snapshot> waiting_snapshot() override { return ask().waiting_snapshot(); }
  void snapshot_sent(const std::string& name) override { ask().snapshot_sent(name); }
  bool resend_snapshot(const std::string& name) override { return ask().resend_snapshot(name); }
  std::vector<SnapshotAbout> snapshots() override { return ask().snapshots(); }
  std::optional<Snapshot> find_snapshot(const std::string& name) override {
    return ask().find_snapshot(name);
  }

 private:
  MemorySnapshots& ask() {
    if (!trouble.empty()) throw StoreError{trouble};
    return inner;
  }
};

/// A broker that does what the test says, message by message.
class HandBroker final : public Publisher {
 public:
  BrokerSession session;
  std::string away;      ///< why it cannot be had; empty: it can
  std::string old_tale;  ///< of the last connection, told while the next one is made
  bool gone = false;     ///< the connection broke, and publishing notices it first
  std::vector<Message> published;
  std::optional<Message> will;
  int connects = 0;
  std::optional<Duration> disconnected_within;
  std::function<void()> on_disconnect = [] {};  ///< what still happens before it is over
  Callbacks callbacks;

  void listen(Callbacks listener) override { callbacks = std::move(listener); }
  BrokerSession connect(const Message& last_will) override;
  void publish(const Message& message) override;
  void disconnect(Duration limit) override;
};

/// A delivery with everything around it, on time that is moved by hand. Both Workers are real; `settle` waits
/// until nobody has anything left to do.
class DeliveryBench {
 public:
  explicit DeliveryBench(Delivery::Settings settings = {.topic_root = "lift/v1"});
  /// With telemetry, which may take up so much of the store.
  DeliveryBench(Delivery::Settings settings, std::uint64_t telemetry_share);
  ~DeliveryBench();

  HandTime time;
  FailingStore store;
  HandBroker broker;
  std::string epoch;
  std::string state = "standing";
  std::vector<std::string> refusals;  ///< recorded ones
  CommandIds command_ids;
  int remembered = 0;  ///< how often the ids were to be saved at once
  std::vector<std::string> acknowledged;
  std::vector<std::string> self_tests;                ///< who asked for them
  std::vector<std::pair<bool, std::string>> changes;  ///< of the connection: made or not, and why
  std::vector<std::string> told_refusals;             ///< by the broker
  FailingTelemetry telemetry_store;
  std::vector<TelemetryLoss> losses;  ///< recorded ones
  std::optional<TelemetrySender> telemetry;
  FailingSnapshots snapshot_store;
  std::optional<SnapshotSender> snapshots;
  std::optional<Delivery> delivery;

  void start();
  /// A record becomes durable, and delivery hears of it.
  Seq keep(RecordClass record_class);
  /// One of so many bytes.
  /// So many bytes beside the rest of it, which compress well or hardly.
  Seq keep_large(RecordClass record_class, std::size_t bytes, bool hardly = false);
  /// The speed is measured.
  void measure(double speed);
  void pass(Duration time_span);
  /// The same, beside a broker that accepts everything.
  void live(Duration time_span);
  void settle();

  /// Takes what was published since the last call: sequence numbers of the records, in order.
  std::vector<Seq> records();
  std::vector<Message> take();
  void accept_all();
  void accept(const Message& message) { broker.callbacks.accepted(message.ticket), settle(); }
  void lose(const std::string& reason = "cable") { broker.callbacks.lost(reason), settle(); }
  /// Sends a command; `rest` follows the members that every command has. Returns the answer, if any.
  void command(const std::string& name, const std::string& rest, const std::string& id = "c-1",
               const std::string& response_topic = "");
  ClassCounts counts(RecordClass record_class);

 private:
  void make(Delivery::Settings settings);
  void make_telemetry();
  void make_snapshots();
  static void wait_for(Worker& worker);

  boost::asio::io_context agent_{1};
  Worker store_worker_{"store", 8};
  Worker mqtt_worker_{"mqtt", 8};
  std::optional<std::uint64_t> share_;
  Seq newest_ = 0;
};

Seq seq_of(const Message& record);
/// The speeds that were told: "1 2 3 | 4", a message after the other.
std::string speeds(const std::vector<Message>& messages);
std::string user_property(const Message& message, const std::string& key);

}  // namespace liftbox
