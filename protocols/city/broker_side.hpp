#pragma once

#include <functional>
#include <vector>

#include "agent/runtime/back_off.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"
#include "protocols/city/subscriber.hpp"

namespace liftbox::city {

/// Keeps the connection to the broker: after a loss it is made again, with back-off. On the thread of `io`;
/// the broker is called on a Worker.
class BrokerSide {
 public:
  /// `letter` is called on a thread of Paho's.
  BrokerSide(const Subscriber::Settings& settings, boost::asio::io_context& io,
             std::function<void(Letter)> letter);

  void open();
  bool connected() const { return state_ == State::connected; }
  void publish(std::vector<Command> commands);
  /// Nothing comes any more.
  void fall_silent(std::function<void()> then);
  void leave(std::function<void()> then);

 private:
  enum class State : std::uint8_t { away, connecting, connected, leaving };

  void opened();
  void lost(const std::string& why);
  void away(const std::string& why);

  std::string address_;
  Post post_;
  Timer again_;
  BackOff back_off_;
  State state_ = State::away;
  Subscriber subscriber_;
  Worker worker_;  ///< last: it ends before what it uses
};

}  // namespace liftbox::city
