#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace liftbox {

/// Where a machine says which one it is. A copied image brings its machine-id along, but not the number of
/// the processor.
struct MachineFiles {
  std::vector<std::filesystem::path> files{
      "/etc/machine-id",
      "/sys/firmware/devicetree/base/serial-number",
  };
};

/// A name for this machine, which no other has: a hash, so that it may be shown. Empty where nothing tells.
std::string machine_name(const MachineFiles& from);

/// What this program has given the kernel to write to disks since it began, in pages as the kernel writes
/// them: its log, its store and the syncs, but not what a file system adds. Nothing where the kernel does not
/// count.
std::optional<std::uint64_t> bytes_written(const std::filesystem::path& counters = "/proc/self/io");

}  // namespace liftbox
