#include "agent/storage/steady_store.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "agent/records/chain.hpp"
#include "agent/storage/database.hpp"
#include "tests/storage/diary.hpp"
#include "tests/storage/still_clock.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

struct Place {
  TemporaryDirectory directory;
  std::filesystem::path store = directory.path() / "store";
  std::filesystem::path file = store / "records.sqlite";
  StillClock clock;

  SteadyStore steady(const std::string& box = "") const {
    return SteadyStore{store, SqliteStore::Settings{{}, box}, clock};
  }
};

std::vector<StoredRecord> all(EventStore& store) {
  RecordQuery everything;
  everything.limit = 10'000;
  return store.query(everything);
}

std::vector<Seq> seqs(const std::vector<StoredRecord>& records, const std::string& epoch) {
  std::vector<Seq> found;
  for (const StoredRecord& stored : records)
    if (stored.record.epoch == epoch) found.push_back(stored.record.seq);
  return found;
}

std::vector<Record> written(EventStore& store, Diary& diary, int count) {
  Commit commit;
  for (int i = 0; i < count; ++i)
    commit.records.push_back(diary.next({RecordClass::alarm, "entrapment", "e:1"}));
  commit.memory = R"({"occupied":true})";
  store.commit(commit);
  return commit.records;
}

/// Changes one byte where the text stands.
void flip(const std::filesystem::path& file, const std::string& text) {
  std::stringstream content;
  content << std::ifstream{file, std::ios::binary}.rdbuf();
  std::string bytes = content.str();
  const auto at = bytes.find(text);
  REQUIRE(at != std::string::npos);
  bytes[at] = static_cast<char>(bytes[at] ^ 0x01);
  std::ofstream{file, std::ios::binary} << bytes;
}

std::vector<std::filesystem::path> set_aside(const Place& place) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator{place.store})
    if (entry.path().string().find(".damaged-") != std::string::npos) found.push_back(entry.path());
  return found;
}

using Seqs = std::vector<Seq>;

}  // namespace

TEST_CASE("a disk that cannot be had at the start: the diary begins in memory, and goes to the disk later") {
  const Place place;
  std::ofstream{place.store} << "in the way";
  std::optional<SteadyStore> steady{std::in_place, place.store, SqliteStore::Settings{}, place.clock};
  SteadyStore& store = *steady;
  const StoreHead head = store.open({});
  CHECK(head.in_memory);
  CHECK(head.fresh);
  CHECK_THAT(head.why, Catch::Contains("the store needs a directory that it can write"));
  Diary diary{head};
  const auto records = written(store, diary, 3);
  CHECK(all(store).size() == 3);
  CHECK_THROWS_AS(store.leave_refuge({}), StoreError);

  std::filesystem::remove(place.store);
  CHECK(store.leave_refuge({}).empty());
  written(store, diary, 1);
  SqliteStore disk{place.store};
  CHECK_THROWS_AS(disk.open({}), StoreInUse);
  steady.reset();
  const StoreHead after = disk.open({});
  CHECK(after.epoch == head.epoch);
  CHECK(after.seq == 4);
  CHECK(after.memory == R"({"occupied":true})");
  CHECK(disk.counts().by_class.at(0).waiting == 4);
}

TEST_CASE("while it is in memory, what waits on the disk is still sent, and both know it afterwards") {
  const Place place;
  SteadyStore store = place.steady();
  const StoreHead head = store.open({});
  Diary diary{head};
  written(store, diary, 3);

  store.take_refuge("a-new-epoch");
  Diary refuge{StoreHead{.epoch = "a-new-epoch"}};
  written(store, refuge, 2);
  const auto waiting = store.waiting(RecordClass::alarm, 0, 10);
  CHECK(seqs(waiting, head.epoch) == Seqs{1, 2, 3});
  CHECK(seqs(waiting, "a-new-epoch") == Seqs{1, 2});
  CHECK(store.counts().old_low.at(head.epoch) == 1);
  store.accepted(std::array{waiting[0].id, waiting[3].id}, true, {});
  store.received(head.epoch, std::array{SeqRange{1, 2}});
  store.received("a-new-epoch", std::array{SeqRange{1, 1}});

  store.leave_refuge({});
  CHECK(all(store).size() == 5);
  const auto left = store.waiting(RecordClass::alarm, 0, 10);
  CHECK(seqs(left, head.epoch) == Seqs{3});
  CHECK(seqs(left, "a-new-epoch") == Seqs{2});
  CHECK(left.back().id == waiting.back().id);
  written(store, refuge, 1);
  CHECK(store.counts().low == 2);
}

namespace {

TelemetryBatch batch(std::int64_t id) {
  return {id, 10, id * 1000, id * 1000 + 900, "batch " + std::to_string(id) + "."};
}

/// Batches 2 to 6 wait, and 7 values were lost before.
void leave_telemetry(const Place& place) {
  SteadyStore store = place.steady();
  store.open({});
  store.keep_telemetry({.batches = {batch(1), batch(2), batch(3), batch(4), batch(5), batch(6)},
                        .lost = {7, 100, 200},
                        .share_bytes = 1'000'000});
  store.telemetry_accepted(std::array<std::int64_t, 1>{1});
}

}  // namespace

TEST_CASE("telemetry that waits in a damaged file is carried over, and what is missing of it is told") {
  const Place place;
  leave_telemetry(place);
  flip(place.file, "batch 5.");
  SteadyStore store = place.steady();
  store.open({});
  CHECK(store.telemetry_standing().values == 50);  // the start looks at the newest records only
  CHECK_THROWS_AS(store.waiting_telemetry(0, 10), StoreDamaged);
  store.take_refuge("refuge");
  CHECK_THAT(store.leave_refuge({}), Catch::Contains("40 values of telemetry carried over, 10 lost"));
  CHECK(store.telemetry_standing().values == 40);
  CHECK(store.telemetry_standing().loss == TelemetryLoss{17, 100, 6000});
  CHECK(store.waiting_telemetry(0, 10).size() == 4);
}

TEST_CASE("telemetry lost at an end of a damaged file is told, too, and when it was taken") {
  struct Lost {
    std::string rows;
    std::uint64_t values;
    std::int64_t upto_ms;
  };
  const auto lost =
      GENERATE(Lost{"id = 2", 10, 3000}, Lost{"id < 4", 20, 4000}, Lost{"id = 6", 10, 6900},
               Lost{"id > 4", 20, 6900}, Lost{"id IN (2, 4)", 20, 5000}, Lost{"id > 0", 50, 6900});
  CAPTURE(lost.rows);
  const Place place;
  leave_telemetry(place);
  SECTION("their rows damaged") {
    Database{place.file}.execute(("UPDATE telemetry SET sum = sum + 1 WHERE " + lost.rows).c_str());
  }
  SECTION("their rows gone") {
    Database{place.file}.execute(("DELETE FROM telemetry WHERE " + lost.rows).c_str());
  }
  SteadyStore store = place.steady();
  std::string words = store.open({}).why;
  if (words.empty()) {
    CHECK_THROWS_AS(store.waiting_telemetry(0, 10), StoreDamaged);
    store.take_refuge("refuge");
    words = store.leave_refuge({});
  }
  CHECK_THAT(words, Catch::Contains(std::to_string(50 - lost.values) + " values of telemetry carried over, " +
                                    std::to_string(lost.values) + " lost"));
  CHECK(store.telemetry_standing().values == 50 - lost.values);
  CHECK(store.telemetry_standing().loss == TelemetryLoss{7 + lost.values, 100, lost.upto_ms});
  CHECK(store.telemetry_standing().newest_id == 6);
}

TEST_CASE("where it is lost what should wait, all is carried over, and said that nobody knows of more") {
  const Place place;
  leave_telemetry(place);
  Database{place.file}.execute("UPDATE telemetry_loss SET waiting_values = 3");
  SteadyStore store = place.steady();
  CHECK_THAT(store.open({}).why,
             Catch::Contains("50 values of telemetry carried over, at least 0 lost: how many waited, or were "
                             "lost before, is not known"));
  CHECK(store.waiting_telemetry(0, 10).size() == 5);
}

TEST_CASE("a damaged file is set aside, what is good carried over with its state, and a new epoch begins") {
  const Place place;
  StoreHead before;
  std::vector<Record> records;
  {
    SteadyStore store = place.steady();
    before = store.open({});
    Diary diary{before};
    records = written(store, diary, 40);
    store.received(before.epoch, std::array{SeqRange{1, 10}});
  }
  flip(place.file, R"(","seq":25,)");
  SteadyStore store = place.steady();
  const StoreHead head = store.open({});
  CHECK(head.fresh);
  CHECK_FALSE(head.in_memory);
  CHECK_THAT(head.why, Catch::Contains("damaged") && Catch::Contains("39 records carried over, 1 lost"));
  CHECK(head.follows.epoch == before.epoch);
  CHECK(head.follows.seq == 40);
  CHECK(head.follows.hash == records.back().hash);
  CHECK(head.memory == R"({"occupied":true})");
  CHECK(set_aside(place).size() == 1);
  CHECK(all(store).size() == 39);
  CHECK(store.counts().by_class.at(0).done == 10);
  CHECK(store.counts().by_class.at(0).waiting == 29);

  const auto lost = store.to_drop(0);
  REQUIRE(lost);
  CHECK(lost->why == Drop::Why::damaged);
  CHECK(lost->ranges ==
        std::vector<DroppedRange>{{before.epoch, 25, 25, records[23].hash, records[24].hash}});
  Diary diary{head};
  store.commit({{diary.next(*lost)}, {}, *lost});
  CHECK_FALSE(store.to_drop(0));
  CHECK(store.holding(before.epoch, {1, 99}).dropped == std::vector<SeqRange>{{25, 25}});
}

TEST_CASE("marks that flipped are not believed: the record waits again") {
  const Place place;
  StoreHead before;
  {
    SteadyStore store = place.steady();
    before = store.open({});
    Diary diary{before};
    written(store, diary, 5);
  }
  Database{place.file}.execute("UPDATE record SET state = 2 WHERE seq = 3");
  SteadyStore store = place.steady();
  CHECK(store.open({}).fresh);
  CHECK(seqs(store.waiting(RecordClass::alarm, 0, 10), before.epoch) == Seqs{1, 2, 3, 4, 5});
}

TEST_CASE("damage that shows while the box works is set aside when it goes back to the disk") {
  const Place place;
  SteadyStore store = place.steady();
  const StoreHead head = store.open({});
  Diary diary{head};
  written(store, diary, 5);
  store.look_over();
  Database{place.file}.execute("UPDATE record SET type = 'other' WHERE seq = 2");
  store.look_over();  // the end of a round
  CHECK_THROWS_AS(store.look_over(), StoreDamaged);
  CHECK_THROWS_AS(store.commit({{}, "1"}), StoreDamaged);

  store.take_refuge("a-new-epoch");
  Diary refuge{StoreHead{.epoch = "a-new-epoch"}};
  written(store, refuge, 1);
  CHECK_THAT(store.leave_refuge({}), Catch::Contains("5 records carried over, 0 lost"));
  CHECK(seqs(all(store), head.epoch) == Seqs{1, 2, 3, 4, 5});
  CHECK(seqs(all(store), "a-new-epoch") == Seqs{1});
  CHECK(set_aside(place).size() == 1);
}

TEST_CASE("a store from another box, as a copied image has it, goes on in an epoch of its own") {
  const Place place;
  StoreHead first;
  {
    SteadyStore store = place.steady("one");
    first = store.open({});
    Diary diary{first};
    written(store, diary, 2);
  }
  CHECK_FALSE(place.steady("one").open({}).fresh);
  const StoreHead head = place.steady("two").open({});
  CHECK(head.fresh);
  CHECK(head.epoch != first.epoch);
  CHECK(head.follows.epoch == first.epoch);
  CHECK(head.follows.seq == 2);
  CHECK_THAT(head.why, Catch::Contains("another box"));
  CHECK_FALSE(place.steady("two").open({}).fresh);
}

TEST_CASE("a store of a newer liftbox is left alone, and the diary kept in memory") {
  const Place place;
  place.steady().open({});
  Database{place.file}.execute("PRAGMA user_version = 99; UPDATE schema SET version = 99, sum = row_sum(99)");
  SteadyStore store = place.steady();
  const StoreHead head = store.open({});
  CHECK(head.in_memory);
  CHECK_THAT(head.why, Catch::Contains("newer liftbox"));
  CHECK_THROWS_AS(store.leave_refuge({}), StoreError);
  CHECK(set_aside(place).empty());
}

TEST_CASE("a second daemon on the same store is refused, disk or not") {
  const Place place;
  SteadyStore first = place.steady();
  first.open({});
  CHECK_THROWS_AS(place.steady().open({}), StoreInUse);
}

TEST_CASE("memory has its bounds too: what is least needed goes, and its record says so") {
  const Place place;
  SteadyStore store = place.steady();
  store.open({});
  store.take_refuge("a-new-epoch");
  Diary diary{StoreHead{.epoch = "a-new-epoch"}};
  for (int i = 0; i < 100; ++i) {
    Commit commit;
    commit.records.push_back(diary.next({RecordClass::alarm, "entrapment", "e"}));
    for (int j = 0; j < 10; ++j) commit.records.push_back(diary.next({RecordClass::stats, "s", {}, 20'000}));
    store.commit(commit);
    while (const auto drop = store.to_drop(0)) store.commit({{diary.next(*drop)}, {}, *drop});
  }
  CHECK(store.counts().used <= store.counts().bound);
  CHECK(store.counts().by_class.at(0).waiting == 100);
  store.leave_refuge({});
  CHECK(store.counts().by_class.at(0).waiting == 100);
  CHECK(store.counts().dropped > 100);
}
