#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "agent/ports/telemetry_store.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/telemetry_queue.hpp"
#include "agent/runtime/worker.hpp"

namespace liftbox {

/// How telemetry fares, for people.
struct TelemetryReport {
  std::uint64_t waiting = 0;       ///< values, in memory and in the store
  std::uint64_t stored_bytes = 0;  ///< of the share that is taken up
  std::uint64_t accepted = 0;      ///< values, since the start
  std::uint64_t lost = 0;          ///< values, since the start, and before it where no record told of them
  std::string store_error;         ///< what the store could not do last; empty while it can
};

/// Carries telemetry between the sampler, its share of the store and Delivery, which gives it a place in the
/// window when no record wants one. On the agent's thread; the store is called on its Worker.
class TelemetrySender {
 public:
  struct Parts {
    TelemetryStore& store;
    Worker& store_worker;
    Post post;
    Timer work;
    std::function<Moment()> now;
    std::uint64_t share_bytes;
    TelemetryStore::Standing standing{};  ///< of the store, as it was opened
  };
  struct Hooks {
    std::function<void()> wake;                           ///< there may be something to publish
    std::function<void(const TelemetryLoss&)> tell_loss;  ///< to be recorded
  };

  TelemetrySender(Parts parts, Hooks hooks);
  ~TelemetrySender();
  TelemetrySender(const TelemetrySender&) = delete;
  TelemetrySender& operator=(const TelemetrySender&) = delete;

  void send(TelemetryBatch batch);
  /// The box ends: what the broker has not accepted goes to the store.
  void finish();

  // Told by Delivery:
  void connected(std::uint32_t maximum_packet_size);
  void disconnected();
  bool ready() const { return queue_.ready(parts_.now()); }
  const std::string& fly(std::uint64_t ticket) { return queue_.fly(ticket); }
  void accepted(std::uint64_t ticket);
  void refused(std::uint64_t ticket);

  TelemetryReport report() const;

 private:
  using Standing = TelemetryStore::Standing;

  void step();
  void arm();
  void fetch(const TelemetryQueue::Page& page);
  void write(TelemetryStore::Keep keep);
  void remove(const std::vector<std::int64_t>& ids);
  void tell_loss();
  /// Works with the store on its Worker; then, or if it could not, goes on here.
  template <class Work, class Then>
  void with_store(Work work, Then then, std::function<void()> failed);

  Parts parts_;
  Hooks hooks_;
  TelemetryQueue queue_;
  Standing standing_;
  bool connected_ = false;
  Moment told_at_ = long_ago;
  Moment pause_until_ = long_ago;  ///< after the store could not
  std::uint64_t accepted_ = 0;
  std::uint64_t told_ = 0;  ///< values of losses that records tell of
  std::string store_error_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace liftbox
