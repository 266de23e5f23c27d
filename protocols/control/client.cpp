#include "protocols/control/client.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "protocols/control/json_rpc.hpp"
#include "protocols/control/socket_file.hpp"

namespace liftbox::control {
namespace {

using nlohmann::json;

std::string why_not_connected(const std::string& path, int error) {
  if (error == EACCES || error == EPERM) {
    return fmt::format(
        "permission denied at {}. Its users are the group `{}`: `sudo usermod -aG {} $USER`, then sign in "
        "again.",
        path, reading_group, reading_group);
  }
  if (error == ENOENT || error == ECONNREFUSED || error == ENOTDIR) {
    return fmt::format(
        "liftboxd is not running (no answer at {}). `systemctl status liftboxd` says why; start it with "
        "`systemctl start liftboxd`, or give --socket PATH.",
        path);
  }
  return fmt::format("no connection to liftboxd at {}: {}.", path, std::generic_category().message(error));
}

}  // namespace

Client::Client(std::string path, std::chrono::seconds timeout) : path_(std::move(path)), timeout_(timeout) {
  if (path_.size() >= sizeof(sockaddr_un::sun_path)) {
    throw NotReachable(fmt::format("{}: too long for a socket (107 bytes at most).", path_));
  }
  socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  wait_at_most(timeout_);
  connect();
}

Client::~Client() {
  ::close(socket_);
}

void Client::connect() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path_.copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) return;
  const int error = errno;
  ::close(socket_);
  throw NotReachable(why_not_connected(path_, error));
}

void Client::wait_at_most(std::chrono::seconds limit) const {
  const timeval time{limit.count(), 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof(time));
}

void Client::send(const std::string& line) const {
  for (std::size_t sent = 0; sent < line.size();) {
    const ssize_t size = ::send(socket_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    // Who was turned away at the door finds the reason in what there is to read.
    if (size < 0 && (errno == EPIPE || errno == ECONNRESET)) return;
    if (size < 0)
      throw NotReachable(
          fmt::format("liftboxd at {} does not listen: {}.", path_, std::generic_category().message(errno)));
    sent += static_cast<std::size_t>(size);
  }
}

json Client::receive() {
  std::array<char, 16384> bytes;
  std::size_t end = 0;
  while ((end = input_.find('\n')) == std::string::npos) {
    const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      throw NotReachable(fmt::format("liftboxd at {} took the question and gives no answer within {} s.",
                                     path_, timeout_.count()));
    }
    if (size <= 0) throw NotReachable(fmt::format("liftboxd at {} hung up.", path_));
    input_.append(bytes.data(), static_cast<std::size_t>(size));
  }
  json message = json::parse(input_.substr(0, end), nullptr, false);
  input_.erase(0, end + 1);
  if (!message.is_object()) throw NotReachable(fmt::format("what answers at {} is not liftboxd.", path_));
  return message;
}

json Client::call(const std::string& method, const json& params) {
  send(request_line(method, params, ++id_));
  for (;;) {
    const json message = receive();
    if (message.contains("error"))
      throw Refused(message["error"].value("message", "refused, without a reason"));
    if (message.contains("result") && message.value("id", 0) == id_) return message["result"];
    if (message.contains("method")) notifications_.push_back(message.value("params", json::object()).dump());
  }
}

void Client::follow(const std::function<bool(const json&)>& each) {
  wait_at_most(std::chrono::seconds{0});
  for (;;) {
    while (!notifications_.empty()) {
      const json params = json::parse(notifications_.front());
      notifications_.pop_front();
      if (!each(params)) return;
    }
    const json message = receive();
    if (message.contains("method")) notifications_.push_back(message.value("params", json::object()).dump());
  }
}

}  // namespace liftbox::control
