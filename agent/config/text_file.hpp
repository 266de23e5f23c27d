#pragma once

#include <filesystem>
#include <string>

namespace liftbox {

/// A file as it was read, or why it could not be and what to do about it.
struct TextFile {
  std::string text;
  std::string problem;  ///< empty: it was read
};

TextFile read_text_file(const std::filesystem::path& file);

}  // namespace liftbox
