#include "agent/storage/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace liftbox {
namespace {

using std::filesystem::path;

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

  std::string read(std::size_t most) const {
    std::string bytes(most, '\0');
    std::size_t size = 0;
    while (size < most) {
      const ssize_t got = ::read(descriptor_, bytes.data() + size, most - size);
      if (got < 0) fail();
      if (got == 0) break;
      size += static_cast<std::size_t>(got);
    }
    bytes.resize(size);
    return bytes;
  }
  void write(const std::string& bytes) const {
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t put = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
      if (put < 0) fail();
      done += static_cast<std::size_t>(put);
    }
  }
  void sync() const {
    if (::fsync(descriptor_) != 0) fail();
  }
  bool open_to_others() const {
    struct stat about {};
    if (::fstat(descriptor_, &about) != 0) fail();
    return (about.st_mode & (S_IRWXG | S_IRWXO)) != 0;
  }

 private:
  [[noreturn]] void fail() const { throw std::system_error{errno, std::generic_category(), file_.string()}; }

  path file_;
  int descriptor_ = -1;
};

}  // namespace

std::string read_file(const path& file, std::size_t most) {
  return File{file, O_RDONLY}.read(most);
}

void write_durably(const path& file, const std::string& bytes) {
  const path half = file.string() + ".new";
  std::filesystem::remove(half);
  {
    const File written{half, O_WRONLY | O_CREAT | O_EXCL};
    written.write(bytes);
    written.sync();
  }
  rename_durably(half, file);
}

void rename_durably(const path& from, const path& to) {
  std::filesystem::rename(from, to);
  File{to.parent_path(), O_RDONLY | O_DIRECTORY}.sync();
}

bool open_to_others(const path& file) {
  return File{file, O_RDONLY}.open_to_others();
}

}  // namespace liftbox
