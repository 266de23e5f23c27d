#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/ports/event_store.hpp"
#include "agent/records/snapshot.hpp"

namespace liftbox {

/// A snapshot without what it shows.
struct SnapshotAbout {
  std::string name;
  std::string from, upto;  ///< RFC 3339
  bool complete = false;
  bool sent = false;  ///< the broker took all of it
  std::size_t bytes = 0;
};

/// Where snapshots of the flight recorder are kept until the platform has them, and after. Every call blocks,
/// is made on the store's Worker, and throws StoreError; what was kept is durable when it returns.
class SnapshotStore {
 public:
  virtual ~SnapshotStore() = default;
  /// In place of one with this name. Then the oldest are dropped until all fit: sent ones first, this one
  /// never.
  virtual void keep_snapshot(const Snapshot& snapshot) = 0;
  /// The oldest that waits to be sent.
  virtual std::optional<Snapshot> waiting_snapshot() = 0;
  virtual void snapshot_sent(const std::string& name) = 0;
  /// It waits again. False: there is none.
  virtual bool resend_snapshot(const std::string& name) = 0;
  virtual std::vector<SnapshotAbout> snapshots() = 0;  ///< oldest first
  virtual std::optional<Snapshot> find_snapshot(const std::string& name) = 0;
};

}  // namespace liftbox
