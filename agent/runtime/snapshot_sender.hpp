#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "agent/elevator/flight_recorder.hpp"
#include "agent/ports/snapshot_store.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"

namespace liftbox {

/// Makes a snapshot of the flight recorder around each alarm, has it kept, and hands its parts to Delivery
/// when nothing more urgent wants a place in the window. What was before the alarm is kept at once, so that a
/// power cut in the minute after it takes only that minute. Agent's thread; the store is called on its
/// Worker.
class SnapshotSender {
 public:
  struct Parts {
    SnapshotStore& store;
    Worker& store_worker;
    Post post;
    Timer due;    ///< a while is over
    Timer retry;  ///< the broker refused a part, or the store could not
    std::function<Moment()> now;
    std::function<std::string(Moment)> wall;  ///< RFC 3339
  };
  /// There may be something to publish.
  using Wake = std::function<void()>;

  static constexpr Duration before{60'000};
  static constexpr Duration after{60'000};
  static constexpr std::size_t most_open = 8;  ///< whiles at a time; a further alarm is inside one of them
  static constexpr std::size_t most_in_flight = 2;
  static constexpr std::size_t largest_part = std::size_t{16} * 1024;  ///< bytes of a payload

  SnapshotSender(Parts parts, Wake wake);
  ~SnapshotSender();
  SnapshotSender(const SnapshotSender&) = delete;
  SnapshotSender& operator=(const SnapshotSender&) = delete;

  /// What the lift was told, and how the car stands after it.
  void take(std::span<const Reading> readings, const CarState& car);
  /// The while around this moment is to be kept. Told again of one that is open or was kept, nothing happens.
  void alarm(const std::string& name, Moment at);
  /// Of one that is kept, to the platform again; `then` says whether there is one.
  void resend(const std::string& name, std::function<void(bool)> then);
  /// What was seen so far of the whiles that are open: the box ends.
  void finish();

  // Told by Delivery:
  void connected(std::uint32_t maximum_packet_size);  ///< 0: no limit
  void disconnected();
  bool ready() const;
  struct Part {
    std::string topic;
    std::string payload;
  };
  Part fly(std::uint64_t ticket);
  void accepted(std::uint64_t ticket);
  void refused(std::uint64_t ticket);

  const std::string& trouble() const { return trouble_; }  ///< of the store; empty: it can

 private:
  struct While {
    std::string name;
    Moment from;
    Moment upto;
  };
  struct Sending {
    Snapshot snapshot;
    std::size_t parts = 0;
    std::size_t next = 0;
    std::size_t accepted = 0;
    std::set<std::uint64_t> in_flight;
  };

  bool is_open(const std::string& name) const;
  void keep(const While& seen, bool complete);
  void close_what_is_over();
  void arm();
  void fetch();
  void send(const Snapshot& snapshot);
  void sent();
  void wait();
  /// Works with the store on its Worker; then, or if it could not, goes on here.
  template <class Work, class Then>
  void with_store(Work work, Then then, std::function<void()> failed);

  Parts parts_;
  Wake wake_;
  FlightRecorder recorder_;
  std::vector<While> open_;  ///< earliest first
  std::set<std::string> kept_;
  std::deque<Snapshot> unkept_;  ///< that the store could not take
  std::optional<Sending> sending_;
  bool connected_ = false;
  bool fetching_ = false;
  bool may_wait_ = true;  ///< the store may have one that waits
  std::size_t largest_ = largest_part;
  Moment pause_until_ = long_ago;
  std::string trouble_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace liftbox
