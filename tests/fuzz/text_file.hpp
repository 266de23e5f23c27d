#pragma once

#include <filesystem>
#include <string_view>

namespace liftbox::fuzz {

/// A text that is read by a path and lies on no disk.
class TextInMemory {
 public:
  explicit TextInMemory(std::string_view text);
  ~TextInMemory();
  TextInMemory(const TextInMemory&) = delete;
  TextInMemory& operator=(const TextInMemory&) = delete;
  std::filesystem::path path() const;

 private:
  int descriptor_;
};

}  // namespace liftbox::fuzz
