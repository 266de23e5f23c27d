#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/runtime/snapshot_sender.hpp"
#include "protocols/control/server.hpp"

namespace liftbox {

/// Each alarm among new records gets its snapshot.
void watch_alarms(SnapshotSender& snapshots, const std::vector<Record>& records);

/// `snapshots` and `snapshot` of the control socket. Answers once the store's Worker has looked.
control::Methods snapshot_methods(SnapshotStore& store, Worker& store_worker, Post post);

}  // namespace liftbox
