#include "protocols/control/server.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <utility>

#include "protocols/control/connection.hpp"
#include "protocols/control/socket_file.hpp"

namespace liftbox::control {
namespace {

using Error = boost::system::error_code;
using Local = boost::asio::local::stream_protocol;

constexpr std::chrono::seconds pause_without_descriptors{1};

}  // namespace

/// Lives on while Asio still holds handlers of it.
class Server::Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(boost::asio::io_context& io, std::string path, Methods methods, const Limits& limits)
      : path_(std::move(path)),
        methods_(std::make_shared<const Methods>(std::move(methods))),
        limits_(limits),
        acceptor_(io),
        pause_(io) {}

  void start();
  void stop();

 private:
  void accept();
  void accept_after_pause();
  void welcome(Local::socket socket);

  const std::string path_;
  const std::shared_ptr<const Methods> methods_;
  const Limits limits_;
  Local::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  std::set<std::shared_ptr<Connection>> connections_;
};

void Server::Listener::start() {
  clear_way(path_);
  try {
    acceptor_.open();
    acceptor_.bind(path_);
    open_to_group(path_);
    acceptor_.listen();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(
        fmt::format("{}: {}; may this user write there?", path_, error.code().message()));
  }
  accept();
}

void Server::Listener::stop() {
  Error ignored;
  acceptor_.close(ignored);
  pause_.cancel(ignored);
  for (const auto& connection : std::exchange(connections_, {})) connection->end();
  ::unlink(path_.c_str());
}

void Server::Listener::accept() {
  acceptor_.async_accept([self = shared_from_this()](const Error& error, Local::socket socket) {
    if (!self->acceptor_.is_open()) return;
    if (error) {
      self->accept_after_pause();
      return;
    }
    self->welcome(std::move(socket));
    self->accept();
  });
}

/// Out of descriptors, accepting fails at once, again and again.
void Server::Listener::accept_after_pause() {
  pause_.expires_after(pause_without_descriptors);
  pause_.async_wait([self = shared_from_this()](const Error& cancelled) {
    if (!cancelled) self->accept();
  });
}

void Server::Listener::welcome(Local::socket socket) {
  if (connections_.size() >= limits_.connections) {
    const auto refusal =
        error_line("null", {ErrorCode::busy, "too many connections; close one and try again"});
    Error ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(boost::asio::buffer(refusal), ignored);
    return;
  }
  auto connection =
      std::make_shared<Connection>(std::move(socket), methods_, limits_,
                                   [listener = weak_from_this()](const std::shared_ptr<Connection>& ended) {
                                     if (const auto self = listener.lock()) self->connections_.erase(ended);
                                   });
  connections_.insert(connection);
  connection->start();
}

Server::Server(boost::asio::io_context& io, std::string path, Methods methods, Limits limits)
    : listener_(std::make_shared<Listener>(io, std::move(path), std::move(methods), limits)) {
  listener_->start();
}

Server::~Server() {
  listener_->stop();
}

bool Subscription::notify(std::string_view method, const nlohmann::json& params) const {
  const auto connection = connection_.lock();
  if (!connection) return false;
  connection->notify(method, params);
  return !connection->ended();
}

void Reply::result(const nlohmann::json& result) const {
  if (const auto connection = connection_.lock()) connection->answer(request_, result);
}

void Reply::error(ErrorCode code, const std::string& message) const {
  if (const auto connection = connection_.lock()) connection->refuse(request_, {code, message});
}

Subscription Reply::subscribe() const {
  if (const auto connection = connection_.lock()) connection->subscribe();
  return Subscription(connection_);
}

}  // namespace liftbox::control
