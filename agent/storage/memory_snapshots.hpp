#pragma once

#include <deque>

#include "agent/ports/snapshot_store.hpp"

namespace liftbox {

/// Snapshots in memory only, for tests and simulations: gone with the process.
class MemorySnapshots final : public SnapshotStore {
 public:
  explicit MemorySnapshots(std::uint64_t share_bytes) : share_bytes_{share_bytes} {}

  void keep_snapshot(const Snapshot& snapshot) override;
  std::optional<Snapshot> waiting_snapshot() override;
  void snapshot_sent(const std::string& name) override;
  bool resend_snapshot(const std::string& name) override;
  std::vector<SnapshotAbout> snapshots() override;
  std::optional<Snapshot> find_snapshot(const std::string& name) override;

 private:
  struct Kept {
    Snapshot snapshot;
    bool sent = false;
  };
  Kept* find(const std::string& name);

  std::uint64_t share_bytes_;
  std::deque<Kept> kept_;  ///< oldest first
};

}  // namespace liftbox
