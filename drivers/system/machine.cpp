#include "drivers/system/machine.hpp"

#include <fstream>
#include <iterator>

#include "agent/records/record.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox {

std::string machine_name(const MachineFiles& from) {
  std::string all;
  for (const std::filesystem::path& path : from.files) {
    std::ifstream file{path, std::ios::binary};
    if (!file) continue;
    all += path.filename().string() + "=";
    all.append(std::istreambuf_iterator<char>{file}, {});
    all += '\n';
  }
  constexpr std::size_t digits = 32;
  return all.empty() ? std::string{} : to_hex(sha256("liftbox:" + all)).substr(0, digits);
}

std::optional<std::uint64_t> bytes_written(const std::filesystem::path& counters) {
  std::ifstream file{counters};
  std::string name;
  std::uint64_t value = 0;
  while (file >> name >> value)
    if (name == "write_bytes:") return value;
  return std::nullopt;
}

}  // namespace liftbox
