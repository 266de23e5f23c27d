#include "agent/storage/snapshot_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "agent/storage/durable_file.hpp"

namespace liftbox {
namespace {

using std::filesystem::path;
constexpr std::string_view ending = ".csv.zst";
constexpr std::string_view sent_ending = ".sent.csv.zst";
constexpr std::size_t largest_file = std::size_t{4} * 1024 * 1024;

/// Failures of the disk become what the store's callers expect, and say what to do.
template <class Work>
auto with_disk(Work work) {
  try {
    return work();
  } catch (const std::system_error& error) {
    throw StoreError{fmt::format(
        "{}; the flight recorder's snapshots cannot be kept: is the disk full, or mounted read-only?",
        error.what())};
  }
}

}  // namespace

std::vector<SnapshotFolder::Kept> SnapshotFolder::kept() const {
  std::vector<Kept> all;
  std::error_code none;
  if (!std::filesystem::is_directory(folder_, none)) return all;
  for (const auto& entry : std::filesystem::directory_iterator{folder_}) {
    const std::string file = entry.path().filename();
    if (!file.ends_with(ending)) continue;
    const bool sent = file.ends_with(sent_ending);
    const std::string name = file.substr(0, file.size() - (sent ? sent_ending : ending).size());
    if (is_snapshot_name(name))
      all.push_back({name, entry.path(), sent, entry.last_write_time(), entry.file_size()});
  }
  std::sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) {
    return std::pair{a.written, a.name} < std::pair{b.written, b.name};
  });
  return all;
}

std::optional<SnapshotFolder::Kept> SnapshotFolder::find(const std::string& name) const {
  for (Kept& one : kept())
    if (one.name == name) return std::move(one);
  return std::nullopt;
}

std::optional<Snapshot> SnapshotFolder::read(const Kept& kept) {
  auto snapshot = read_snapshot(read_file(kept.file, largest_file));
  if (!snapshot || snapshot->name != kept.name) {
    std::filesystem::rename(kept.file, kept.file.string() + ".damaged");
    return std::nullopt;
  }
  return snapshot;
}

void SnapshotFolder::keep_snapshot(const Snapshot& snapshot) {
  with_disk([&] {
    std::filesystem::create_directories(folder_);
    const auto older = find(snapshot.name);
    write_durably(folder_ / (snapshot.name + std::string{ending}), snapshot.trace);
    if (older && older->sent) std::filesystem::remove(older->file);
    make_room(snapshot.name);
  });
}

/// The oldest go first, and of them those that the platform has.
void SnapshotFolder::make_room(const std::string& spare) const {
  std::vector<Kept> all = kept();
  std::stable_partition(all.begin(), all.end(), [](const Kept& one) { return one.sent; });
  std::uintmax_t bytes = 0;
  for (const Kept& one : all) bytes += one.bytes;
  for (const Kept& one : all) {
    if (bytes <= share_bytes_) return;
    if (one.name == spare) continue;
    std::filesystem::remove(one.file);
    bytes -= one.bytes;
  }
}

std::optional<Snapshot> SnapshotFolder::waiting_snapshot() {
  return with_disk([&]() -> std::optional<Snapshot> {
    for (const Kept& one : kept())
      if (!one.sent)
        if (auto snapshot = read(one)) return snapshot;
    return std::nullopt;
  });
}

void SnapshotFolder::snapshot_sent(const std::string& name) {
  with_disk([&] {
    if (const auto one = find(name); one && !one->sent)
      rename_durably(one->file, folder_ / (name + std::string{sent_ending}));
  });
}

bool SnapshotFolder::resend_snapshot(const std::string& name) {
  return with_disk([&] {
    const auto one = find(name);
    if (one && one->sent) rename_durably(one->file, folder_ / (name + std::string{ending}));
    return one.has_value();
  });
}

std::vector<SnapshotAbout> SnapshotFolder::snapshots() {
  return with_disk([&] {
    std::vector<SnapshotAbout> all;
    for (const Kept& one : kept())
      if (const auto snapshot = read(one))
        all.push_back({one.name, snapshot->from, snapshot->upto, snapshot->complete, one.sent, one.bytes});
    return all;
  });
}

std::optional<Snapshot> SnapshotFolder::find_snapshot(const std::string& name) {
  return with_disk([&]() -> std::optional<Snapshot> {
    const auto one = find(name);
    return one ? read(*one) : std::nullopt;
  });
}

}  // namespace liftbox
