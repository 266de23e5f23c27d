#include "drivers/system/machine.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

using namespace liftbox;

namespace {

struct Folder {
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "liftbox-machine-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream{path / name} << text;
    return path / name;
  }
  std::filesystem::path path;
};

}  // namespace

TEST_CASE("a machine is told from a copy of its image by the number of its processor") {
  const Folder folder;
  const MachineFiles from{{folder.write("machine-id", "0123456789abcdef"), folder.path / "serial-number"}};
  const std::string without = machine_name(from);
  CHECK(without.size() == 32);
  CHECK(without == machine_name(from));
  folder.write("serial-number", "1000");
  const std::string one = machine_name(from);
  folder.write("serial-number", "1001");
  CHECK(one != without);
  CHECK(machine_name(from) != one);
  CHECK(machine_name(MachineFiles{{folder.path / "nothing"}}).empty());
}

TEST_CASE("bytes written are those that the kernel counts") {
  const Folder folder;
  CHECK(bytes_written(folder.write(
            "io", "rchar: 6976\nwchar: 12\nwrite_bytes: 8192\ncancelled_write_bytes: 0\n")) == 8192);
  CHECK_FALSE(bytes_written(folder.path / "nothing"));
  CHECK_FALSE(bytes_written(folder.write("other", "rchar: 1\n")));
}
