#pragma once

#include <cstdint>
#include <filesystem>

#include "agent/ports/snapshot_store.hpp"

namespace liftbox {

/// Snapshots as files, `NAME.csv.zst`, beside the diary: a damaged database takes none of them with it, and a
/// technician reads one with `zstdcat` where nothing else works. What the broker took is `NAME.sent.csv.zst`.
class SnapshotFolder final : public SnapshotStore {
 public:
  /// The folder is made with the first snapshot. All files together take `share_bytes` at most.
  SnapshotFolder(std::filesystem::path folder, std::uint64_t share_bytes)
      : folder_{std::move(folder)}, share_bytes_{share_bytes} {}

  void keep_snapshot(const Snapshot& snapshot) override;
  std::optional<Snapshot> waiting_snapshot() override;
  void snapshot_sent(const std::string& name) override;
  bool resend_snapshot(const std::string& name) override;
  std::vector<SnapshotAbout> snapshots() override;
  std::optional<Snapshot> find_snapshot(const std::string& name) override;

 private:
  struct Kept {
    std::string name;
    std::filesystem::path file;
    bool sent = false;
    std::filesystem::file_time_type written;
    std::uintmax_t bytes = 0;
  };

  std::vector<Kept> kept() const;  ///< oldest first
  std::optional<Kept> find(const std::string& name) const;
  /// Nothing where it is damaged: then it is set aside.
  static std::optional<Snapshot> read(const Kept& kept);
  void make_room(const std::string& spare) const;

  std::filesystem::path folder_;
  std::uint64_t share_bytes_;
};

}  // namespace liftbox
