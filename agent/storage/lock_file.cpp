#include "agent/storage/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "agent/ports/event_store.hpp"

namespace liftbox {

LockFile::LockFile(const std::filesystem::path& file)
    : descriptor_{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)} {
  if (descriptor_ < 0)
    throw StoreError{fmt::format(
        "{}: {}; directory and files must be writable for the daemon's user (`chown -R liftbox {}`)",
        file.string(), std::generic_category().message(errno), file.parent_path().string())};
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  ::close(descriptor_);
  if (error == EWOULDBLOCK)
    throw StoreInUse{
        fmt::format("{}: another liftboxd uses this store; stop it, or give this one a directory of its own",
                    file.string())};
  throw StoreError{fmt::format("{}: {} while locking it; the store needs a local disk", file.string(),
                               std::generic_category().message(error))};
}

LockFile::~LockFile() {
  ::close(descriptor_);
}

}  // namespace liftbox
