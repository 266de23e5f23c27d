#include "protocols/control/peer.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

namespace liftbox::control {
namespace {

constexpr const char* service_group = "liftbox-service";

/// All groups of a user; a socket's credentials hold the first only.
std::vector<gid_t> groups_of(const Peer& peer) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> texts{};
  if (::getpwuid_r(peer.uid, &entry, texts.data(), texts.size(), &found) != 0 || found == nullptr) {
    return {peer.gid};
  }
  std::vector<gid_t> groups(32);
  auto count = static_cast<int>(groups.size());
  if (::getgrouplist(entry.pw_name, peer.gid, groups.data(), &count) < 0) {
    groups.resize(static_cast<std::size_t>(count));
    ::getgrouplist(entry.pw_name, peer.gid, groups.data(), &count);
  }
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

}  // namespace

std::optional<gid_t> group_id(const char* name) {
  group entry{};
  group* found = nullptr;
  std::vector<char> texts(1024);
  while (::getgrnam_r(name, &entry, texts.data(), texts.size(), &found) == ERANGE)
    texts.resize(texts.size() * 2);
  if (found == nullptr) return std::nullopt;
  return found->gr_gid;
}

Peer peer_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof(credentials);
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "SO_PEERCRED");
  }
  return {credentials.uid, credentials.gid, credentials.pid};
}

bool may_change(const Peer& peer) {
  if (peer.uid == 0 || peer.uid == ::geteuid()) return true;
  const auto service = group_id(service_group);
  if (!service) return false;
  const auto groups = groups_of(peer);
  return std::find(groups.begin(), groups.end(), *service) != groups.end();
}

}  // namespace liftbox::control
