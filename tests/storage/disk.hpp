#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct sqlite3_file;
struct sqlite3_vfs;

namespace liftbox::test {

inline constexpr int sector_bytes = 512;

/// A disk in memory below SQLite that remembers what was written and what was synced, and that can fail.
/// While it lives, every database that this process opens is on it.
class Disk {
 public:
  using Files = std::map<std::string, std::string>;  ///< name -> content

  struct Operation {
    enum class Kind : std::uint8_t { create, write, truncate, sync, remove };
    Kind kind;
    std::string file;
    std::int64_t at = 0;  ///< offset of a write, size of a truncation
    std::string bytes{};  ///< of a write
  };

  explicit Disk(Files files = {});
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  const std::vector<Operation>& history() const { return history_; }
  Files& files() { return files_; }

  /// Asked before each operation: an SQLite result code with which it fails, 0 (SQLITE_OK) to let it pass.
  std::function<int(const Operation&)> before = [](const Operation&) { return 0; };
  /// Likewise, before each read.
  std::function<int(const std::string& file)> before_read = [](const std::string&) { return 0; };

  // Called by SQLite:
  int perform(Operation operation);

 private:
  Files files_;
  std::vector<Operation> history_;
  std::unique_ptr<sqlite3_vfs> vfs_;
};

/// Does to the files what the operation says; a sync does nothing.
void carry_out(const Disk::Operation& operation, Disk::Files& files);

}  // namespace liftbox::test
