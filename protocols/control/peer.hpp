#pragma once

#include <sys/types.h>

#include <optional>

namespace liftbox::control {

/// Who is at the other end of the socket, as the kernel tells it.
struct Peer {
  uid_t uid = 0;
  gid_t gid = 0;
  pid_t pid = 0;
};

Peer peer_of(int socket);
std::optional<gid_t> group_id(const char* name);  ///< empty where there is no such group

/// The socket's group may read. Root, the daemon's own user and the members of `liftbox-service` may change.
bool may_change(const Peer& peer);

}  // namespace liftbox::control
