#include <array>
#include <catch2/catch.hpp>
#include <cstdio>

#include "agent/storage/database.hpp"
#include "agent/storage/sqlite_store.hpp"
#include "tests/storage/diary.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// What sqlite3's command line and Python's hashlib make of the file.
std::string foreign_reading(const std::filesystem::path& file) {
  const std::string command = "/usr/bin/python3 -B " READ_STORE " '" + file.string() + "' 2>&1";
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string said;
  std::array<char, 256> piece{};
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) said += piece.data();
  const int code = ::pclose(pipe);
  return (code == 0 ? "" : "refused: ") + said;
}

}  // namespace

TEST_CASE("a foreign reader finds every record, its hash and the chain") {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "records.sqlite";
  std::optional<SqliteStore> store{std::in_place, directory.path()};
  const StoreHead head = store->open({});
  Diary diary{head};
  for (int i = 0; i < 50; ++i)
    store->commit({{diary.next({RecordClass::alarm}), diary.next()}, R"({"trapped":"困人"})"});
  store->accepted(std::vector<std::int64_t>{1, 2, 3}, true, {});
  store->received(head.epoch, std::vector<SeqRange>{{1, 1}});

  SECTION("while the daemon has it open") {}
  SECTION("when the daemon has ended") {
    store.reset();
  }
  SECTION("after a restart of the daemon") {
    store.reset();
    store.emplace(directory.path()).open({});
  }
  CHECK(foreign_reading(file) == "100 records, 3 states, chain unbroken\n");
}

TEST_CASE("a foreign reader finds each hole accounted for, at both of its ends") {
  const TemporaryDirectory directory;
  const auto file = directory.path() / "records.sqlite";
  {
    SqliteStore store{directory.path(), {{.bytes = 1, .for_alarms = 0}, ""}};
    Diary diary{store.open({})};
    for (int i = 0; i < 20; ++i)
      store.commit({{diary.next({i % 6 == 0 ? RecordClass::alarm : RecordClass::notice})}, {}});
    while (const auto drop = store.to_drop(0)) store.commit({{diary.next(*drop)}, {}, *drop});
  }
  CHECK_THAT(foreign_reading(file), Catch::Contains(" dropped, chain unbroken"));
  Database{file}.execute("DELETE FROM record WHERE id = (SELECT max(id) FROM record WHERE class = 0)");
  CHECK_THAT(foreign_reading(file), Catch::StartsWith("refused: record"));
}

TEST_CASE("a foreign reader finds what was changed behind the daemon's back") {
  const TemporaryDirectory directory;
  {
    SqliteStore store{directory.path()};
    Diary diary{store.open({})};
    store.commit({{diary.next(), diary.next(), diary.next()}, "1"});
  }
  const auto file = directory.path() / "records.sqlite";
  Database intruder{file};
  SECTION("bytes") {
    intruder.execute("UPDATE record SET bytes = replace(bytes, 'mains_lost', 'mains_back') WHERE seq = 2");
    CHECK(foreign_reading(file) == "refused: record 2: its bytes do not have its hash\n");
  }
  SECTION("a record taken out") {
    intruder.execute("DELETE FROM record WHERE seq = 2");
    CHECK_THAT(foreign_reading(file), Catch::StartsWith("refused: record 3: comes after 1"));
  }
  SECTION("the memory") {
    intruder.execute("UPDATE memory SET json = '2'");
    CHECK(foreign_reading(file) == "refused: the memory does not have its hash\n");
  }
}
