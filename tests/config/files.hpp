#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "agent/config/site.hpp"

namespace liftbox::test {

/// A private folder with the profiles of the source tree, gone at the end.
class Files {
 public:
  Files() {
    std::string pattern = (std::filesystem::temp_directory_path() / "liftbox-config-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
  }
  ~Files() { std::filesystem::remove_all(directory_); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream{directory_ / name} << text;
    return directory_ / name;
  }
  const std::filesystem::path& directory() const { return directory_; }

  static ProfileDirectories profiles() {
    const std::filesystem::path root = SOURCE_ROOT;
    return {root / "board/profiles", root / "protocols/profiles/controllers",
            root / "protocols/profiles/regions"};
  }

 private:
  std::filesystem::path directory_;
};

}  // namespace liftbox::test
