#include "agent/storage/sqlite_store.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "agent/storage/database.hpp"
#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// A store that was used and closed, and its file.
struct Used {
  explicit Used(int records = 20) {
    SqliteStore store{directory.path()};
    head = store.open({});
    Diary diary{head};
    Commit all;
    for (int i = 0; i < records; ++i) all.records.push_back(diary.next());
    all.memory = R"({"occupied":true})";
    store.commit(all);
  }
  StoreHead reopened() const { return SqliteStore{directory.path()}.open({}); }
  std::string refusal() const {
    try {
      reopened();
    } catch (const StoreError& error) {
      return error.what();
    }
    return "none";
  }

  TemporaryDirectory directory;
  std::filesystem::path file = directory.path() / "records.sqlite";
  StoreHead head;
};

/// No file of this process may grow beyond `bytes` while this lives: as if the disk had no room.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    // NOLINTNEXTLINE(performance-no-int-to-ptr): SIG_IGN, SIG_DFL are such
    std::signal(SIGXFSZ, handler_);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

}  // namespace

TEST_CASE("a store makes its directory, for its user and group only") {
  const TemporaryDirectory parent;
  const auto directory = parent.path() / "var/liftbox";
  SqliteStore store{directory};
  CHECK(store.open({}).fresh);
  CHECK(std::filesystem::status(directory).permissions() == std::filesystem::perms{0750});
}

TEST_CASE("a second daemon on the same store is refused") {
  const TemporaryDirectory directory;
  {
    SqliteStore first{directory.path()};
    first.open({});
    SqliteStore second{directory.path()};
    CHECK_THROWS_WITH(second.open({}), Catch::Contains(directory.path().string()) &&
                                           Catch::Contains("another liftboxd uses this store; stop it"));
  }
  SqliteStore after{directory.path()};
  CHECK_FALSE(after.open({}).fresh);
}

TEST_CASE("a store that cannot be made says where and what to do") {
  const TemporaryDirectory parent;
  SECTION("a file in the place of the directory") {
    const auto file = parent.path() / "store";
    std::ofstream{file} << "not a directory";
    CHECK_THROWS_WITH(SqliteStore{file}.open({}),
                      Catch::Contains(file.string()) && Catch::Contains("a directory that it can write"));
  }
  SECTION("a directory where nothing can be made") {
    CHECK_THROWS_WITH(SqliteStore{"/proc/liftbox"}.open({}),
                      Catch::Contains("/proc/liftbox") && Catch::Contains("a directory that it can write"));
    CHECK_THROWS_WITH(SqliteStore{"/proc"}.open({}),
                      Catch::Contains("/proc/records.lock") && Catch::Contains("must be writable"));
  }
  SECTION("the database is a directory") {
    std::filesystem::create_directory(parent.path() / "records.sqlite");
    CHECK_THROWS_WITH(SqliteStore{parent.path()}.open({}), Catch::Contains("records.sqlite: unable to open"));
  }
}

TEST_CASE("a damaged store is refused, and left as it is") {
  Used used{200};
  const auto size = std::filesystem::file_size(used.file);
  SECTION("pages overwritten") {
    std::fstream file{used.file, std::ios::in | std::ios::out | std::ios::binary};
    constexpr std::size_t page = 4096;
    file.seekp(page);
    file << std::string(size - 2 * page, '\x5A');
  }
  SECTION("the end lost") {
    std::filesystem::resize_file(used.file, size / 2);
  }
  SECTION("no database at all") {
    std::ofstream{used.file} << std::string(size, '#');
  }
  const std::string refusal = used.refusal();
  CHECK_THAT(refusal, Catch::StartsWith(used.file.string()));
  CHECK_THAT(refusal, Catch::Contains("damaged"));
  CHECK(std::filesystem::exists(used.file));
}

TEST_CASE("a database that is not of this program is not touched") {
  SECTION("a newer liftbox wrote it") {
    const Used used;
    Database{used.file}.execute(
        "PRAGMA user_version = 99; UPDATE schema SET version = 99, sum = row_sum(99)");
    CHECK_THAT(used.refusal(), Catch::StartsWith(used.file.string()) &&
                                   Catch::Contains("newer liftbox (schema 99, this one knows 4)"));
    Database{used.file}.execute("PRAGMA user_version = 4; UPDATE schema SET version = 4, sum = row_sum(4)");
    CHECK(used.reopened().seq == 20);
  }
  SECTION("another program wrote it") {
    const TemporaryDirectory directory;
    const auto file = directory.path() / "records.sqlite";
    Database{file}.execute("CREATE TABLE ledger (amount)");
    CHECK_THROWS_WITH(SqliteStore{directory.path()}.open({}), Catch::Contains("of another program"));
    Database ledger{file};
    Statement mode{ledger, "PRAGMA journal_mode"};
    REQUIRE(mode.step());
    CHECK(mode.text(0) == "delete");
    CHECK_NOTHROW(ledger.execute("SELECT amount FROM ledger"));
  }
}

TEST_CASE("a memory that was changed on disk is not used, and the store says so") {
  const Used used;
  Database{used.file}.execute(R"(UPDATE memory SET json = '{"occupied":false}')");
  const StoreHead head = used.reopened();
  CHECK_FALSE(head.memory);
  CHECK_THAT(head.note, Catch::Contains("memory of detection was damaged"));
  CHECK(head.seq == 20);
}

TEST_CASE("a disk that takes no more is told, and nothing of the commit stays") {
  const Used used;
  SqliteStore store{used.directory.path()};
  Diary diary{store.open({})};
  const Record record = diary.next();
  {
    const SmallDisk full{4096};
    CHECK_THROWS_WITH(store.commit({{record}, "after"}),
                      Catch::StartsWith(used.file.string()) && Catch::Contains("disk"));
  }
  CHECK(store.counts().by_class.at(2).waiting == 20);
  CHECK_FALSE(store.find(record.epoch, record.seq));

  SECTION("once it has room again, the same record is taken") {
    store.commit({{record}, "after"});
    CHECK(store.counts().by_class.at(2).waiting == 21);
    CHECK(store.find(record.epoch, record.seq));
  }
}

TEST_CASE("an opening that failed can be tried again") {
  const TemporaryDirectory directory;
  SqliteStore store{directory.path()};
  {
    SqliteStore other{directory.path()};
    other.open({});
    CHECK_THROWS_AS(store.open({}), StoreError);
  }
  CHECK(store.open({}).seq == 0);
}
