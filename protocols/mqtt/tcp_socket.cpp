#include "protocols/mqtt/tcp_socket.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

namespace liftbox::mqtt {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses look_up(const std::string& host, std::uint16_t port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found);
  if (error != 0)
    throw Unreachable{
        fmt::format("the name {} has no address ({}); correct broker.host, or the box's DNS "
                    "server",
                    host, ::gai_strerror(error))};
  return {found, &::freeaddrinfo};
}

std::string words(int error, std::uint16_t port) {
  switch (error) {
    case ECONNREFUSED:
      return fmt::format("nobody listens on port {}; is the broker running, and the port right?", port);
    case ETIMEDOUT:
      return "no answer; is the network there, and does a firewall let the box through?";
    default:
      return fmt::format("{}; check the box's network", std::generic_category().message(error));
  }
}

}  // namespace

TcpSocket::TcpSocket(const std::string& host, std::uint16_t port, Deadline deadline) {
  const Addresses addresses = look_up(host, port);
  int error = 0;
  for (const addrinfo* address = addresses.get(); address != nullptr; address = address->ai_next) {
    descriptor_ = ::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) {
      error = errno;
      continue;
    }
    error = ::connect(descriptor_, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      socklen_t size = sizeof error;
      if (wait(POLLOUT, deadline))
        ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size);
      else
        error = ETIMEDOUT;
    }
    if (error == 0) return;
    ::close(descriptor_);
  }
  throw Unreachable{words(error, port)};
}

TcpSocket::~TcpSocket() {
  ::close(descriptor_);
}

bool TcpSocket::wait(short for_events, Deadline deadline) const {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd waiting{descriptor_, for_events, 0};
  return ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(0, left.count()))) == 1;
}

}  // namespace liftbox::mqtt
