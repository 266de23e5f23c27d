#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "agent/ports/publisher.hpp"
#include "agent/runtime/back_off.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"

namespace liftbox {

/// Keeps the connection to the broker: makes it, notices that it is gone, tries again with back-off. On the
/// agent's thread; the publisher is called on its Worker.
class BrokerLink {
 public:
  struct Parts {
    Publisher& publisher;
    Worker& worker;
    Post post;
    Timer reconnect;
    BackOff back_off;
  };
  struct Listener {
    std::function<Moment()> now;
    std::function<Message()> will;
    std::function<void(const BrokerSession&)> up;
    std::function<void(const std::string& reason)> down;  ///< lost, or not to be had
    std::function<void(std::uint64_t ticket)> accepted;
    std::function<void(std::uint64_t ticket, const std::string& reason)> refused;
    std::function<void(const InboundCommand&)> command;
  };

  BrokerLink(Parts parts, Listener listener);
  ~BrokerLink();
  BrokerLink(const BrokerLink&) = delete;
  BrokerLink& operator=(const BrokerLink&) = delete;

  void connect();
  /// Something urgent waits: for the next ten minutes no attempt lies more than 10 s ahead.
  void hurry();
  /// Ends a connection that is of no use, at once; the next one counts as a further attempt.
  void give_up(const std::string& reason);
  /// What proves who we are has changed: within 10 s ends a connection in order and makes a new one, once
  /// what is on its way has been accepted; tries soon where there is none.
  void renew();
  void publish(Message message);
  /// Publishes what is handed over already and ends the connection, on the Worker, within the limit.
  void stop(Duration limit);

  bool is_up() const { return phase_ == Phase::up; }
  Moment since() const { return since_; }  ///< of the connection, or of its loss
  const std::optional<Moment>& retry_at() const { return retry_at_; }

  /// One that lasted shorter does not count: two boxes with one name throw each other out all the time.
  static constexpr Duration lasting = std::chrono::minutes{1};
  /// Whom nobody could tell by then learns it when the broker is back, as everybody else does.
  static constexpr Duration urgent_for = std::chrono::minutes{10};

 private:
  enum class Phase : std::uint8_t { down, connecting, up, renewing, stopped };

  void listen();
  void connected(const BrokerSession& session);
  void lost(const std::string& reason);
  void begin_again();
  void go_down(const std::string& reason);
  void try_soon();
  void try_again_in(Duration wait);

  Parts parts_;
  Listener listener_;
  Phase phase_ = Phase::down;
  Moment since_{};
  std::optional<Moment> retry_at_;
  Moment urgent_until_{};
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace liftbox
