#pragma once

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "protocols/control/server.hpp"

/// A control server with a few methods, driven by hand.
struct ControlBench {
  using json = nlohmann::json;

  boost::asio::io_context io;
  std::string path = "/tmp/liftbox-control-" + std::to_string(::getpid()) + ".sock";
  std::vector<liftbox::control::Subscription> subscriptions;
  std::vector<liftbox::control::Reply> later;
  std::optional<liftbox::control::Server> server;

  ControlBench() = default;
  ControlBench(const ControlBench&) = delete;
  ControlBench& operator=(const ControlBench&) = delete;

  void serve(liftbox::control::Limits limits = {}) {
    using liftbox::control::Reply;
    using liftbox::control::Request;
    liftbox::control::Methods methods{
        {"version",
         [](const Request&, const Reply& reply) {
           reply.result({{"version", "1"}});
         }},
        {"echo", [](const Request& request, const Reply& reply) { reply.result(request.params); }},
        {"whoami",
         [](const Request& request, const Reply& reply) {
           reply.result({{"uid", request.peer.uid}, {"pid", request.peer.pid}});
         }},
        {"need", [](const Request& request,
                    const Reply& reply) { reply.result(request.params.at("incident").get<std::string>()); }},
        {"later", [this](const Request&, const Reply& reply) { later.push_back(reply); }},
        {"refuse",
         [](const Request&, const Reply& reply) {
           reply.error(liftbox::control::ErrorCode::refused, "no incident is open");
         }},
        {"events.follow",
         [this](const Request&, const Reply& reply) {
           subscriptions.push_back(reply.subscribe());
           reply.result(json::object());
         }},
    };
    server.emplace(io, path, std::move(methods), limits);
  }

  void turn() {
    io.restart();
    io.poll();
  }
  bool run_until(const std::function<bool()>& condition,
                 std::chrono::seconds limit = std::chrono::seconds{10}) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
      if (std::chrono::steady_clock::now() >= end) return false;
      io.restart();
      io.run_one_for(std::chrono::milliseconds{10});
    }
    return true;
  }
};

/// A client without manners: any bytes, any time, reading or not.
class RawClient {
 public:
  explicit RawClient(const std::string& path)
      : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)),
        connected_(other.connected_),
        text_(std::move(other.text_)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }

  bool connected() const { return connected_; }
  /// How many of the bytes fitted.
  std::size_t send(std::string_view bytes) const {
    const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return size < 0 ? 0 : static_cast<std::size_t>(size);
  }
  /// The next whole line, if it has come.
  std::optional<std::string> line() {
    take_in();
    const auto end = text_.find('\n');
    if (end == std::string::npos) return std::nullopt;
    auto line = text_.substr(0, end);
    text_.erase(0, end + 1);
    return line;
  }
  bool closed() {
    take_in();
    return closed_ && text_.empty();
  }

 private:
  void take_in() {
    char bytes[4096];
    ssize_t size = 0;
    while ((size = ::recv(socket_, bytes, sizeof(bytes), 0)) > 0)
      text_.append(bytes, static_cast<std::size_t>(size));
    closed_ = closed_ || size == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
  }

  int socket_;
  bool connected_ = false;
  bool closed_ = false;
  std::string text_;
};

inline nlohmann::json answer(ControlBench& bench, RawClient& client) {
  std::optional<std::string> line;
  if (!bench.run_until([&] { return (line = client.line()).has_value(); })) return "no answer";
  return nlohmann::json::parse(*line);
}

inline nlohmann::json ask(ControlBench& bench, RawClient& client, const std::string& method,
                          const nlohmann::json& params = nlohmann::json::object()) {
  client.send(nlohmann::json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}}.dump() +
              "\n");
  return answer(bench, client);
}
