#include "protocols/control/socket_file.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "protocols/control/peer.hpp"

namespace liftbox::control {
namespace {

namespace fs = std::filesystem;

/// A non-blocking connection, to see who answers.
class Probe {
 public:
  explicit Probe(const std::string& path)
      : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(static_cast<char*>(address.sun_path), sizeof(address.sun_path) - 1);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) error_ = errno;
  }
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  ~Probe() { ::close(socket_); }

  int error() const { return error_; }
  int socket() const { return socket_; }

 private:
  int socket_;
  int error_ = 0;
};

}  // namespace

void clear_way(const std::string& path) {
  if (path.size() >= sizeof(sockaddr_un::sun_path)) {
    throw std::runtime_error(
        fmt::format("{}: too long for a socket (107 bytes at most); choose a shorter path", path));
  }
  const auto directory = fs::absolute(path).parent_path();
  if (!fs::is_directory(directory)) {
    throw std::runtime_error(
        fmt::format("{}: there is no directory {}; create it", path, directory.string()));
  }
  const auto type = fs::symlink_status(path).type();
  if (type == fs::file_type::not_found) return;
  if (type != fs::file_type::socket) {
    throw std::runtime_error(
        fmt::format("{} is in the way and is no socket; remove it or choose another path", path));
  }
  const Probe probe(path);
  if (probe.error() == 0) {
    throw std::runtime_error(
        fmt::format("another liftboxd (process {}) answers at {}; stop it or choose another path",
                    peer_of(probe.socket()).pid, path));
  }
  if (probe.error() != ECONNREFUSED) {
    throw std::runtime_error(fmt::format("{} is in use: {}; stop who uses it or choose another path", path,
                                         std::generic_category().message(probe.error())));
  }
  fs::remove(path);
}

void open_to_group(const std::string& path) {
  ::chmod(path.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP);
  // Not being allowed to give the file away leaves it to our own group, which is as good when run by hand.
  if (const auto group = group_id(reading_group)) {
    [[maybe_unused]] const int given = ::chown(path.c_str(), static_cast<uid_t>(-1), *group);
  }
}

}  // namespace liftbox::control
