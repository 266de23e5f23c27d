#include "protocols/mqtt/memory_file.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "agent/ports/publisher.hpp"

namespace liftbox::mqtt {

MemoryFile::MemoryFile(const std::string& text) : descriptor_{::memfd_create("liftbox", MFD_CLOEXEC)} {
  std::size_t written = 0;
  while (descriptor_ >= 0 && written < text.size()) {
    const ssize_t size = ::write(descriptor_, text.data() + written, text.size() - written);
    if (size <= 0) break;
    written += static_cast<std::size_t>(size);
  }
  if (descriptor_ < 0 || written < text.size()) {
    const int error = errno;
    if (descriptor_ >= 0) ::close(descriptor_);
    throw PublishError{fmt::format("no memory for certificates ({}); see what else runs on this box",
                                   std::generic_category().message(error))};
  }
}

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

std::string MemoryFile::path() const {
  return descriptor_ < 0 ? std::string{} : "/proc/self/fd/" + std::to_string(descriptor_);
}

}  // namespace liftbox::mqtt
