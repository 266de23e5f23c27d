#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "protocols/control/server.hpp"

namespace liftbox::control {

/// One client of the control socket. Its requests are answered one after the other, and the next is read when
/// the answer has left: who does not read is not listened to.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  Connection(Socket socket, std::shared_ptr<const Methods> methods, const Limits& limits,
             std::function<void(const std::shared_ptr<Connection>&)> at_end);
  void start();
  void end();

  void answer(std::uint64_t request, const nlohmann::json& result);
  void refuse(std::uint64_t request, const RpcError& error);
  void subscribe() { subscribed_ = true; }
  void notify(std::string_view method, const nlohmann::json& params);
  bool ended() const { return ended_; }

 private:
  void proceed();
  void read();
  void handle(std::string_view line);
  void call(const ParsedRequest& request);
  bool closes(std::uint64_t request);
  void send(const std::string& line);
  void write();
  void say_last(const RpcError& error);
  void await_idle();

  Socket socket_;
  boost::asio::steady_timer idle_;
  std::shared_ptr<const Methods> methods_;
  Limits limits_;
  std::function<void(const std::shared_ptr<Connection>&)> at_end_;
  Peer peer_;

  std::string input_;
  bool reading_ = false;
  std::string leaving_;  ///< being written
  std::string waiting_;  ///< to be written after that
  std::uint64_t request_ = 0;
  std::string open_id_;  ///< of the request being answered; empty: none
  bool subscribed_ = false;
  bool last_words_ = false;  ///< ends when all is written
  bool ended_ = false;
};

}  // namespace liftbox::control
