#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <iostream>
#include <limits>

#include "tests/storage/story.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// Plays the whole story on a disk that fails from its nth operation on, until a call was refused; then
/// somebody mends it, and the box makes the same call again. Returns how often a call was refused.
class FailingDisk {
 public:
  FailingDisk(int first, int code, const std::filesystem::path& directory) : code_{code} {
    disk_.before = [this, first](const Disk::Operation& operation) {
      return failing_ && touched(operation) && ++operations_ > first ? code_ : SQLITE_OK;
    };
    disk_.before_read = [this, first](const std::string&) {
      return failing_ && code_ == SQLITE_IOERR_READ && ++operations_ > first ? code_ : SQLITE_OK;
    };
    const Story story{disk_, directory, [&](const auto& call) { again_if_refused(call, directory); }};
    failing_ = false;
    whole = found_on(disk_.files(), directory) == story.chapters().back().promise;
  }

  int operations() const { return operations_; }

  bool whole = false;  ///< everything is there
  int refused = 0;
  std::string said;

 private:
  bool touched(const Disk::Operation& operation) const {
    using Kind = Disk::Operation::Kind;
    if (code_ == SQLITE_IOERR_READ) return false;
    if (code_ == SQLITE_IOERR_FSYNC) return operation.kind == Kind::sync;
    if (code_ == SQLITE_FULL) return operation.kind == Kind::write || operation.kind == Kind::create;
    return true;
  }

  void again_if_refused(const std::function<void()>& call, const std::filesystem::path& directory) {
    try {
      call();
    } catch (const StoreError& error) {
      ++refused;
      said = error.what();
      if (said.find(directory.string()) == std::string::npos) throw;
      failing_ = false;
      call();
    }
  }

  Disk disk_;
  int code_;
  int operations_ = 0;
  bool failing_ = true;
};

void fails_at_every_operation(int code, int step, std::string_view remedy) {
  const TemporaryDirectory directory;
  const int all = FailingDisk{std::numeric_limits<int>::max(), code, directory.path()}.operations();
  int refused = 0;
  for (int first = 0; first < all; first += step) {
    const FailingDisk disk{first, code, directory.path()};
    INFO("operation " << first << ": " << disk.said);
    REQUIRE(disk.whole);
    if (disk.refused == 0) continue;
    REQUIRE_THAT(disk.said, Catch::Contains(std::string{remedy}));
    refused += disk.refused;
  }
  CHECK(refused > all / step / 2);
  std::cout << "failed at " << (all + step - 1) / step << " operations, refused " << refused << " times\n";
}

}  // namespace

TEST_CASE(
    "a disk may be full, fail or be read-only at any operation: the call is refused, and made again later") {
  SECTION("full") {
    fails_at_every_operation(SQLITE_FULL, 1, "the disk is full: free space on it");
  }
  SECTION("a write fails") {
    fails_at_every_operation(SQLITE_IOERR_WRITE, 1, "the disk fails: check it with dmesg");
  }
  SECTION("a sync fails") {
    fails_at_every_operation(SQLITE_IOERR_FSYNC, 1, "the disk fails: check it with dmesg");
  }
  SECTION("a read fails") {
    fails_at_every_operation(SQLITE_IOERR_READ, 1, "the disk fails: check it with dmesg");
  }
  SECTION("read-only") {
    fails_at_every_operation(SQLITE_READONLY, 1, "the file cannot be written");
  }
}
