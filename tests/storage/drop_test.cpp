#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "agent/records/verification.hpp"
#include "tests/storage/either_store.hpp"

using namespace liftbox;
using namespace liftbox::test;

namespace {

constexpr std::int64_t four_years_ms = std::int64_t{4 * 365 + 1} * 86'400'000;
constexpr std::int64_t first_ms = 1'767'571'200'000;

/// A store that is too small for anything.
constexpr StoreBound no_room{.bytes = 1, .for_alarms = 0};

void keep(EventStore& store, Diary& diary, const Entry& entry, int times) {
  Commit commit;
  for (int i = 0; i < times; ++i) commit.records.push_back(diary.next(entry));
  store.commit(commit);
}

void receive(EventStore& store, const std::string& epoch, Seq from, Seq upto) {
  store.received(epoch, std::array{SeqRange{from, upto}});
}

/// Drops until nothing more may go; what went, step by step.
std::vector<Drop> drop_all(EventStore& store, Diary& diary, std::int64_t wall_ms = first_ms) {
  std::vector<Drop> all;
  while (auto drop = store.to_drop(wall_ms)) {
    store.commit({{diary.next(*drop)}, {}, *drop});
    all.push_back(std::move(*drop));
    if (all.size() > 100) break;
  }
  return all;
}

std::vector<Seq> kept(EventStore& store) {
  RecordQuery everything;
  everything.limit = 100'000;
  std::vector<Seq> seqs;
  for (const StoredRecord& stored : store.query(everything))
    if (stored.record.type != records_dropped_type) seqs.push_back(stored.record.seq);
  return seqs;
}

using Seqs = std::vector<Seq>;

}  // namespace

TEMPLATE_TEST_CASE("nothing goes while there is room", "", InMemory, OnDisk) {
  TestType box;
  Diary diary{box.open()};
  keep(box.store(), diary, {}, 50);
  CHECK_FALSE(box.store().to_drop(first_ms));
}

TEMPLATE_TEST_CASE("what is done goes first: statistics, notices, faults, and alarms after four years", "",
                   InMemory, OnDisk) {
  TestType box{no_room};
  const StoreHead head = box.open();
  Diary diary{head};
  for (const RecordClass record_class :
       {RecordClass::notice, RecordClass::alarm, RecordClass::fault, RecordClass::stats, RecordClass::notice})
    keep(box.store(), diary, {record_class}, 2);
  receive(box.store(), head.epoch, 1, 8);

  const auto first = box.store().to_drop(first_ms);
  REQUIRE(first);
  CHECK(first->received == Drop::Counts{{"fault", 2}, {"notice", 1}, {"stats", 2}});
  CHECK(first->not_received == Drop::Counts{{"notice", 1}});
  CHECK(first->records == 6);
  drop_all(box.store(), diary);
  // the first of the epoch, the alarms, and what was the newest when it was asked
  CHECK(kept(box.store()) == Seqs{1, 3, 4});

  drop_all(box.store(), diary, first_ms + four_years_ms + 3'500);
  CHECK(kept(box.store()) == Seqs{1, 4});
}

TEMPLATE_TEST_CASE(
    "of what is not received statistics go, then notices, then repeats of a fault; never alarms", "",
    InMemory, OnDisk) {
  TestType box{no_room};
  Diary diary{box.open()};
  keep(box.store(), diary, {RecordClass::alarm, "entrapment", "a"}, 2);
  for (const char* incident : {"f1", "f2", "f3"})
    keep(box.store(), diary, {RecordClass::fault, "door_close_fault", incident}, 2);
  keep(box.store(), diary, {RecordClass::fault, "mains_lost", "m"}, 1);
  keep(box.store(), diary, {RecordClass::notice}, 2);
  keep(box.store(), diary, {RecordClass::stats}, 2);
  keep(box.store(), diary, {RecordClass::alarm, "entrapment", "b"}, 1);

  const auto drops = drop_all(box.store(), diary, first_ms + 10 * four_years_ms);
  REQUIRE_FALSE(drops.empty());
  CHECK(drops.front().merged_faults == Drop::Counts{{"door_close_fault", 4}});
  CHECK(drops.front().not_received == Drop::Counts{{"fault", 4}, {"notice", 2}, {"stats", 2}});
  CHECK(kept(box.store()) == Seqs{1, 2, 7, 8, 9, 14});
}

TEMPLATE_TEST_CASE("what was dropped is known, and stays known after a restart", "", InMemory, OnDisk) {
  TestType box{no_room};
  const StoreHead head = box.open();
  Diary diary{head};
  keep(box.store(), diary, {RecordClass::alarm}, 3);
  keep(box.store(), diary, {}, 5);
  keep(box.store(), diary, {RecordClass::alarm}, 1);
  const auto before = box.store().find(head.epoch, 3);
  const auto last = box.store().find(head.epoch, 8);
  const auto drops = drop_all(box.store(), diary);
  REQUIRE(drops.size() == 1);
  CHECK(drops[0].ranges ==
        std::vector<DroppedRange>{{head.epoch, 4, 8, before->record.hash, last->record.hash}});

  box.open();
  const Holding held = box.store().holding(head.epoch, {2, 6});
  CHECK(held.epoch_known);
  CHECK(held.dropped == std::vector<SeqRange>{{4, 6}});
  CHECK(box.store().holding(head.epoch, {9, 20}).dropped.empty());
  CHECK_FALSE(box.store().holding("another", {1, 6}).epoch_known);
  CHECK(box.store().resend(head.epoch, {4, 8}) == 0);
}

TEMPLATE_TEST_CASE("ranges that touch become one, and the record that told of a part may go", "", InMemory,
                   OnDisk) {
  TestType box{no_room};
  const StoreHead head = box.open();
  Diary diary{head};
  keep(box.store(), diary, {RecordClass::alarm}, 1);
  keep(box.store(), diary, {}, 5);
  drop_all(box.store(), diary);  // told by record 7, and again by 8, for the sixth was the newest at first
  CHECK(box.store().holding(head.epoch, {1, 100}).dropped == std::vector<SeqRange>{{2, 6}});
  CHECK(box.store().find(head.epoch, 7));

  keep(box.store(), diary, {}, 5);
  drop_all(box.store(), diary);
  CHECK(box.store().holding(head.epoch, {1, 100}).dropped == std::vector<SeqRange>{{2, 13}});
  CHECK_FALSE(box.store().find(head.epoch, 7));
}

TEST_CASE("room for alarms is kept free, and they may fill it") {
  constexpr std::uint64_t bound = 3 << 20;
  OnDisk box{{.bytes = bound, .for_alarms = 2 << 20}};
  Diary diary{box.open()};
  const auto drop_some = [&] {
    while (const auto drop = box.store().to_drop(first_ms))
      box.store().commit({{diary.next(*drop)}, {}, *drop});
  };
  for (int i = 0; i < 20; ++i) {
    keep(box.store(), diary, {RecordClass::stats, "statistics_hour", {}, 2000}, 50);
    drop_some();
  }
  CHECK(box.store().counts().used < 1 << 20);
  for (int i = 0; i < 10; ++i) {
    keep(box.store(), diary, {RecordClass::alarm, "entrapment", "e", 1700}, 50);
    drop_some();
  }
  CHECK(box.store().counts().by_class.at(0).waiting == 500);
  CHECK(box.store().counts().by_class.at(3).waiting > 100);
  CHECK(box.store().counts().used < bound);
}

TEST_CASE("a store at its bound does not grow, whatever comes") {
  constexpr std::uint64_t bound = 1 << 20;
  OnDisk box{{.bytes = bound, .for_alarms = 0}};
  const StoreHead head = box.open();
  Diary diary{head};
  for (int i = 0; i < 300; ++i) {
    keep(box.store(), diary, {RecordClass::notice, "mains_lost", "m", 500}, 20);
    if (i % 3 == 0) keep(box.store(), diary, {RecordClass::alarm, "entrapment", "e", 500}, 1);
    while (const auto drop = box.store().to_drop(first_ms))
      box.store().commit({{diary.next(*drop)}, {}, *drop});
  }
  box.open();
  CHECK(box.store().counts().by_class.at(0).waiting == 100);
  CHECK(std::filesystem::file_size(box.file()) < bound * 5 / 4);
}
