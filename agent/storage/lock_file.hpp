#pragma once

#include <filesystem>

namespace liftbox {

/// Keeps a second daemon out for as long as it lives; gone with the process however it ends. Throws
/// StoreError.
class LockFile {
 public:
  explicit LockFile(const std::filesystem::path& file);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int descriptor_;
};

}  // namespace liftbox
