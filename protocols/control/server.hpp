#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "agent/elevator/time.hpp"
#include "protocols/control/json_rpc.hpp"
#include "protocols/control/peer.hpp"

namespace boost::asio {
class io_context;
}

namespace liftbox::control {

class Connection;

/// What a client asks. `params` is an object and lives for the call only.
struct Request {
  const std::string& method;
  const nlohmann::json& params;
  Peer peer;
};

/// A connection that hears of what happens, for as long as it lasts.
class Subscription {
 public:
  explicit Subscription(std::weak_ptr<Connection> connection) : connection_(std::move(connection)) {}
  /// False once the connection is gone: forget the subscription. Who reads too slowly is dropped.
  bool notify(std::string_view method, const nlohmann::json& params) const;

 private:
  std::weak_ptr<Connection> connection_;
};

/// The answer to one request: given once, at once or later. Copies are the same answer; they may travel
/// through other threads, and are used on the agent's.
class Reply {
 public:
  Reply(std::weak_ptr<Connection> connection, std::uint64_t request)
      : connection_(std::move(connection)), request_(request) {}
  void result(const nlohmann::json& result) const;
  void error(ErrorCode code, const std::string& message) const;
  Subscription subscribe() const;  ///< before or after the result

 private:
  std::weak_ptr<Connection> connection_;
  std::uint64_t request_;
};

/// A json exception thrown by a handler (a parameter missing, or of the wrong type) is answered as invalid
/// params.
using Handler = std::function<void(const Request&, Reply)>;
using Methods = std::map<std::string, Handler>;

struct Limits {
  std::size_t connections = 16;
  std::size_t line = 65'536;      ///< bytes of a request
  std::size_t backlog = 262'144;  ///< bytes of notifications not yet read
  Duration idle{30'000};          ///< without a request, unless subscribed
};

/// The daemon's local control socket. Everything happens on the agent's thread; nobody at the other end can
/// make it wait, or keep more of it busy than `Limits` allow.
class Server {
 public:
  /// Throws std::runtime_error where the socket cannot be had; a live daemon's is left alone.
  Server(boost::asio::io_context& io, std::string path, Methods methods, Limits limits = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

 private:
  class Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace liftbox::control
