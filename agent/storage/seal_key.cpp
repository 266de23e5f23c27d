#include "agent/storage/seal_key.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace liftbox {
namespace {

using std::filesystem::path;

constexpr std::size_t longest_key = 4096;  // one in PEM has 119 bytes

/// A file descriptor whose every failure names the file.
class File {
 public:
  File(path file, int flags) : file_{std::move(file)} {
    descriptor_ = ::open(file_.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor_ < 0) fail();
  }
  ~File() { ::close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::string read() const {
    std::array<char, longest_key> text{};
    const ssize_t size = ::read(descriptor_, text.data(), text.size());
    if (size < 0) fail();
    return {text.data(), static_cast<std::size_t>(size)};
  }
  void write(const std::string& text) const {
    if (::write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) fail();
  }
  void sync() const {
    if (::fsync(descriptor_) != 0) fail();
  }
  bool open_to_others() const {
    struct stat about {};
    return ::fstat(descriptor_, &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0;
  }

 private:
  [[noreturn]] void fail() const { throw std::system_error{errno, std::generic_category(), file_.string()}; }

  path file_;
  int descriptor_ = -1;
};

/// There after a power cut as a whole, or not at all.
SigningKey make_key(const path& file) {
  const path half = file.string() + ".new";
  std::filesystem::remove(half);
  const auto key = SigningKey::generate();
  {
    const File written{half, O_WRONLY | O_CREAT | O_EXCL};
    written.write(key.pem());
    written.sync();
  }
  std::filesystem::rename(half, file);
  File{file.parent_path(), O_RDONLY | O_DIRECTORY}.sync();
  return key;
}

SealKey read_key(const path& file) {
  const File opened{file, O_RDONLY};
  SealKey read{SigningKey::from_pem(opened.read()), {}};
  if (opened.open_to_others())
    read.trouble = fmt::format(
        "{}: others than its owner may read it, and could sign in the name of this box; `chmod 600 {}`",
        file.string(), file.string());
  return read;
}

SealKey replace(const path& file, const char* what) {
  const path aside = file.string() + ".damaged";
  std::filesystem::rename(file, aside);
  return {
      make_key(file),
      fmt::format("{}: {}; it is now {}, and the records are sealed with a new key, which `identity` tells",
                  file.string(), what, aside.string())};
}

}  // namespace

SealKey open_seal_key(const path& directory) {
  const path file = directory / "seal.key";
  try {
    if (!std::filesystem::exists(file)) return {make_key(file), {}};
    try {
      return read_key(file);
    } catch (const std::system_error&) {
      throw;
    } catch (const std::runtime_error& no_key) {
      return replace(file, no_key.what());
    }
  } catch (const std::exception& error) {
    return {std::nullopt, fmt::format("{}; records are not sealed until it can be used by the daemon's user",
                                      error.what())};
  }
}

}  // namespace liftbox
