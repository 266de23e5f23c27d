#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What libFuzzer calls, and may be asked for; `driver.cpp` has the same names.
extern "C" {
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed);
}

namespace liftbox::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program: the input that came in is one to keep.
inline void require(bool so, std::string_view sentence) {
  if (so) return;
  std::fprintf(stderr, "not so: %.*s\n", static_cast<int>(sentence.size()), sentence.data());
  std::abort();
}

/// Up to the first line break, and what follows it.
struct FirstLine {
  std::string_view line;
  std::string_view rest;

  explicit FirstLine(std::string_view text)
      : line{text.substr(0, text.find('\n'))},
        rest{line.size() < text.size() ? text.substr(line.size() + 1) : std::string_view{}} {}
};

}  // namespace liftbox::fuzz
