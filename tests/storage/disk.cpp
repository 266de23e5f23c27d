#include "tests/storage/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace liftbox::test {
namespace {

constexpr int longest_path = 512;

/// SQLite's handle of an open file. It is placed by SQLite, in memory of its own.
struct OpenFile {
  sqlite3_file base;
  Disk* disk;
  std::string* name;
  std::vector<std::unique_ptr<char[]>>* shared;  ///< the regions of the WAL index: one process, plain memory
  bool temporary;
};

OpenFile& of(sqlite3_file* file) {
  return *reinterpret_cast<OpenFile*>(file);
}
std::string& content(sqlite3_file* file) {
  return of(file).disk->files()[*of(file).name];
}

int close(sqlite3_file* file) {
  OpenFile& open = of(file);
  if (open.temporary) open.disk->files().erase(*open.name);
  delete open.name;
  delete open.shared;
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* into, int amount, sqlite3_int64 at) {
  if (const int code = of(file).disk->before_read(*of(file).name); code != SQLITE_OK) return code;
  const std::string& bytes = content(file);
  const auto start = std::min(static_cast<std::size_t>(at), bytes.size());
  const std::size_t there = std::min(static_cast<std::size_t>(amount), bytes.size() - start);
  std::memcpy(into, bytes.data() + start, there);
  if (there == static_cast<std::size_t>(amount)) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, static_cast<std::size_t>(amount) - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 at) {
  return of(file).disk->perform({Disk::Operation::Kind::write,
                                 *of(file).name,
                                 at,
                                 {static_cast<const char*>(bytes), static_cast<std::size_t>(amount)}});
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return of(file).disk->perform({Disk::Operation::Kind::truncate, *of(file).name, size});
}

int sync(sqlite3_file* file, int /*flags*/) {
  return of(file).disk->perform({Disk::Operation::Kind::sync, *of(file).name});
}

int size(sqlite3_file* file, sqlite3_int64* bytes) {
  *bytes = static_cast<sqlite3_int64>(content(file).size());
  return SQLITE_OK;
}

int lock(sqlite3_file* /*file*/, int /*level*/) {
  return SQLITE_OK;  // one connection, one process
}
int reserved(sqlite3_file* /*file*/, int* held) {
  *held = 0;
  return SQLITE_OK;
}
int control(sqlite3_file* /*file*/, int /*operation*/, void* /*argument*/) {
  return SQLITE_NOTFOUND;
}
int sector(sqlite3_file* /*file*/) {
  return sector_bytes;
}
/// What the Unix VFS says of every disk: bytes of a sector that are not written stay as they are.
int characteristics(sqlite3_file* /*file*/) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_shared(sqlite3_file* file, int region, int bytes, int /*extend*/, void volatile** memory) {
  auto& regions = *of(file).shared;
  while (regions.size() <= static_cast<std::size_t>(region))
    regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(bytes)));
  *memory = regions[static_cast<std::size_t>(region)].get();
  return SQLITE_OK;
}
int lock_shared(sqlite3_file* /*file*/, int /*offset*/, int /*count*/, int /*flags*/) {
  return SQLITE_OK;
}
void barrier(sqlite3_file* /*file*/) {}
int unmap_shared(sqlite3_file* file, int /*remove*/) {
  of(file).shared->clear();
  return SQLITE_OK;
}

const sqlite3_io_methods methods{
    2,        close,   read,   write,           truncate,   sync,        size,    lock,         lock,
    reserved, control, sector, characteristics, map_shared, lock_shared, barrier, unmap_shared, nullptr,
    nullptr};

Disk& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<Disk*>(vfs->pAppData);
}

int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  OpenFile& open_file = of(file);
  Disk& disk = disk_of(vfs);
  static int temporary_files = 0;
  std::string name = path == nullptr ? "temporary-" + std::to_string(++temporary_files) : path;
  open_file.base.pMethods = nullptr;
  if (!disk.files().contains(name)) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (path == nullptr)
      disk.files()[name];
    else if (const int code = disk.perform({Disk::Operation::Kind::create, name}); code != SQLITE_OK)
      return code;
  }
  open_file = {{&methods},
               &disk,
               new std::string{std::move(name)},
               new std::vector<std::unique_ptr<char[]>>,
               path == nullptr};
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  Disk& disk = disk_of(vfs);
  if (!disk.files().contains(path)) return SQLITE_IOERR_DELETE_NOENT;
  const int removed = disk.perform({Disk::Operation::Kind::remove, path});
  return removed == SQLITE_OK && sync_directory != 0 ? disk.perform({Disk::Operation::Kind::sync, path})
                                                     : removed;
}

int access(sqlite3_vfs* vfs, const char* path, int /*flags*/, int* there) {
  *there = disk_of(vfs).files().contains(path) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs* /*vfs*/, const char* path, int bytes, char* out) {
  sqlite3_snprintf(bytes, out, "%s", path);
  return SQLITE_OK;
}

}  // namespace

Disk::Disk(Files files) : files_{std::move(files)}, vfs_{std::make_unique<sqlite3_vfs>()} {
  const sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  *vfs_ = *system;  // its clock and its random numbers
  vfs_->szOsFile = sizeof(OpenFile);
  vfs_->mxPathname = longest_path;
  vfs_->zName = "liftbox-disk";
  vfs_->pAppData = this;
  vfs_->xOpen = open;
  vfs_->xDelete = remove;
  vfs_->xAccess = access;
  vfs_->xFullPathname = full_path;
  sqlite3_vfs_register(vfs_.get(), 1);
}

Disk::~Disk() {
  sqlite3_vfs_unregister(vfs_.get());
}

int Disk::perform(Operation operation) {
  const bool temporary = operation.file.starts_with("temporary-");
  if (!temporary)
    if (const int code = before(operation); code != SQLITE_OK) return code;
  carry_out(operation, files_);
  if (!temporary) history_.push_back(std::move(operation));
  return SQLITE_OK;
}

void carry_out(const Disk::Operation& operation, Disk::Files& files) {
  using Kind = Disk::Operation::Kind;
  const auto at = static_cast<std::size_t>(operation.at);
  switch (operation.kind) {
    case Kind::create:
      files[operation.file];
      break;
    case Kind::write: {
      std::string& content = files[operation.file];
      content.resize(std::max(content.size(), at + operation.bytes.size()));
      std::copy(operation.bytes.begin(), operation.bytes.end(), content.begin() + operation.at);
      break;
    }
    case Kind::truncate:
      files[operation.file].resize(at);
      break;
    case Kind::remove:
      files.erase(operation.file);
      break;
    case Kind::sync:
      break;
  }
}

}  // namespace liftbox::test
