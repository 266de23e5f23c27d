#pragma once

#include <string>

namespace liftbox::mqtt {

/// A text under a path that nobody else has: libraries that take nothing but paths read what was checked,
/// whatever is written to the disk meanwhile.
class MemoryFile {
 public:
  MemoryFile() = default;                        ///< of nothing: its path is empty
  explicit MemoryFile(const std::string& text);  ///< throws PublishError
  ~MemoryFile();
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&& other) noexcept;

  std::string path() const;

 private:
  int descriptor_ = -1;
};

}  // namespace liftbox::mqtt
