#include "tests/fuzz/text_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/bytes.hpp"

namespace liftbox::fuzz {

TextInMemory::TextInMemory(std::string_view text) : descriptor_{memfd_create("text", MFD_CLOEXEC)} {
  require(
      descriptor_ >= 0 && write(descriptor_, text.data(), text.size()) == static_cast<ssize_t>(text.size()),
      "a text fits into memory");
}
TextInMemory::~TextInMemory() {
  close(descriptor_);
}

std::filesystem::path TextInMemory::path() const {
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

}  // namespace liftbox::fuzz
