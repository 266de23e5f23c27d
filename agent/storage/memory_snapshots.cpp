#include "agent/storage/memory_snapshots.hpp"

#include <algorithm>

namespace liftbox {

MemorySnapshots::Kept* MemorySnapshots::find(const std::string& name) {
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const Kept& one) { return one.snapshot.name == name; });
  return found == kept_.end() ? nullptr : &*found;
}

void MemorySnapshots::keep_snapshot(const Snapshot& snapshot) {
  std::erase_if(kept_, [&](const Kept& one) { return one.snapshot.name == snapshot.name; });
  std::uint64_t bytes = snapshot.trace.size();
  for (const Kept& one : kept_) bytes += one.snapshot.trace.size();
  while (bytes > share_bytes_ && !kept_.empty()) {
    auto goes = std::find_if(kept_.begin(), kept_.end(), [](const Kept& one) { return one.sent; });
    if (goes == kept_.end()) goes = kept_.begin();
    bytes -= goes->snapshot.trace.size();
    kept_.erase(goes);
  }
  kept_.push_back({snapshot, false});
}

std::optional<Snapshot> MemorySnapshots::waiting_snapshot() {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [](const Kept& one) { return !one.sent; });
  if (found == kept_.end()) return std::nullopt;
  return found->snapshot;
}

void MemorySnapshots::snapshot_sent(const std::string& name) {
  if (Kept* const one = find(name)) one->sent = true;
}

bool MemorySnapshots::resend_snapshot(const std::string& name) {
  Kept* const one = find(name);
  if (one != nullptr) one->sent = false;
  return one != nullptr;
}

std::vector<SnapshotAbout> MemorySnapshots::snapshots() {
  std::vector<SnapshotAbout> all;
  for (const auto& [snapshot, sent] : kept_)
    all.push_back(
        {snapshot.name, snapshot.from, snapshot.upto, snapshot.complete, sent, snapshot.trace.size()});
  return all;
}

std::optional<Snapshot> MemorySnapshots::find_snapshot(const std::string& name) {
  const Kept* const one = find(name);
  if (one == nullptr) return std::nullopt;
  return one->snapshot;
}

}  // namespace liftbox
