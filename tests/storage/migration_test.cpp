#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "agent/records/chain.hpp"
#include "agent/storage/database.hpp"
#include "agent/storage/sqlite_store.hpp"
#include "agent/storage/steady_store.hpp"
#include "agent/storage/telemetry_account.hpp"
#include "tests/storage/diary.hpp"
#include "tests/storage/still_clock.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

/// A store of an earlier release, written by SQL alone.
struct Released {
  explicit Released(int schema) {
    const std::string script = std::string{SCHEMAS} + "/schema-" + std::to_string(schema) + ".sql";
    REQUIRE(std::system(("sqlite3 '" + file.string() + "' < '" + script + "' > /dev/null").c_str()) == 0);
  }

  TemporaryDirectory directory;
  std::filesystem::path file = directory.path() / "records.sqlite";
};

}  // namespace

TEST_CASE("a store of any released schema opens, keeps everything and goes on") {
  const int schema = GENERATE(1, 2, 3);
  CAPTURE(schema);
  const Released released{schema};
  std::optional<SqliteStore> opened{std::in_place, released.directory.path()};
  SqliteStore& store = *opened;
  const StoreHead head = store.open({});
  CHECK(head.epoch == "5b0c6c9e-3b1f-4f6c-9d5e-0c7a3e1f2a44");
  CHECK_FALSE(head.fresh);
  CHECK(head.seq == 5);
  CHECK(head.memory == R"({"v":1,"held":"since Monday"})");
  CHECK(head.note.empty());

  ChainVerifier chain;
  for (const StoredRecord& stored : store.query({})) {
    CHECK_FALSE(chain.next(stored.record));
    CHECK(columns_differ(stored.record).empty());
  }
  CHECK(chain.verified() == 5);
  const StoreCounts counts = store.counts();
  CHECK(counts.by_class.at(0).waiting == 2);
  CHECK(counts.by_class.at(1).accepted == 1);
  CHECK(counts.by_class.at(2).done == 1);
  CHECK(counts.low == 2);
  CHECK(store.telemetry_standing().values == (schema < 2 ? 0U : 3U));
  CHECK(store.telemetry_standing().loss.values == (schema < 2 ? 0U : 12U));
  CHECK(store.waiting_telemetry(0, 10).size() == (schema < 2 ? 0U : 1U));

  Diary diary{head};
  store.commit({{diary.next()}, "2"});
  CHECK(store.received(head.epoch, std::array{SeqRange{1, 6}}) == 5);
  opened.reset();
  Database file{released.file};
  const auto account = read_account(file);
  REQUIRE(account);
  CHECK(*account ==
        (schema < 2
             ? TelemetryAccount{}
             : TelemetryAccount{3, 7, 7, 1767571200000, 1767571201000, {12, 1767571100000, 1767571190000}}));
  CHECK(SqliteStore{released.directory.path()}.open({}).seq == 6);
}

TEST_CASE("of a store that was damaged before it said what waits, as much is told as is known") {
  const Released released{3};
  const StillClock clock;
  SteadyStore store{released.directory.path(), SqliteStore::Settings{}, clock};
  SECTION("its header") {
    Database{released.file}.execute("PRAGMA user_version = 2");
    CHECK_THAT(store.open({}).why,
               Catch::Contains("3 values of telemetry carried over, at least 0 lost: how many waited"));
    CHECK(store.telemetry_standing().values == 3);
    CHECK(store.telemetry_standing().loss == TelemetryLoss{12, 1767571100000, 1767571190000});
  }
  SECTION("a batch") {
    Database{released.file}.execute("UPDATE telemetry SET payload = ''");
    CHECK(store.open({}).why.empty());
    CHECK_THROWS_AS(store.waiting_telemetry(0, 10), StoreDamaged);
    store.take_refuge("refuge");
    CHECK_THAT(store.leave_refuge({}), Catch::Contains("0 values of telemetry carried over, 3 lost"));
    CHECK(store.telemetry_standing().loss == TelemetryLoss{15, 1767571100000, 1767571201000});
  }
  SECTION("what it says was lost") {
    Database{released.file}.execute("UPDATE telemetry_loss SET value_count = 11");
    CHECK_THAT(store.open({}).why, Catch::Contains("3 values of telemetry carried over, at least 0 lost"));
    CHECK(store.telemetry_standing().loss == TelemetryLoss{});
  }
}
