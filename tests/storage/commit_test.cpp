#include <catch2/catch.hpp>

#include "tests/storage/either_store.hpp"

using namespace liftbox;
using namespace liftbox::test;

TEMPLATE_TEST_CASE("a fresh store begins an epoch, and goes on with it after a restart", "", InMemory,
                   OnDisk) {
  TestType box;
  const StoreHead first = box.open();
  CHECK(first.fresh);
  CHECK(first.epoch.size() == 36);
  CHECK(first.seq == 0);
  CHECK(first.hash == Sha256{});
  CHECK_FALSE(first.memory);
  CHECK(first.note.empty());

  const StoreHead again = box.open();
  CHECK_FALSE(again.fresh);
  CHECK(again.epoch == first.epoch);
  CHECK(TestType{}.open().epoch != first.epoch);
}

TEMPLATE_TEST_CASE("what was committed is there after a restart", "", InMemory, OnDisk) {
  TestType box;
  Diary diary{box.open()};
  const Record alarm = diary.next({RecordClass::alarm, "entrapment", "e:1"});
  const Record notice = diary.next();
  box.store().commit({{alarm, notice}, R"({"occupied":true})"});

  const StoreHead head = box.open();
  CHECK(head.seq == 2);
  CHECK(head.hash == notice.hash);
  CHECK(head.newest_time_ms == notice.time_ms);
  CHECK(head.memory == R"({"occupied":true})");

  const auto found = box.store().find(alarm.epoch, 1);
  REQUIRE(found);
  CHECK(found->record.epoch == alarm.epoch);
  CHECK(found->record.seq == 1);
  CHECK(found->record.record_class == RecordClass::alarm);
  CHECK(found->record.type == "entrapment");
  CHECK(found->record.incident == "e:1");
  CHECK(found->record.time_ms == alarm.time_ms);
  CHECK(found->record.bytes == alarm.bytes);
  CHECK(found->record.hash == alarm.hash);

  SECTION("what was not is not") {
    CHECK_FALSE(box.store().find(alarm.epoch, 3));
    CHECK_FALSE(box.store().find(alarm.epoch, ~Seq{0}));
    CHECK_FALSE(box.store().find("another epoch", 1));
  }
}

TEMPLATE_TEST_CASE("memory stands until it is replaced, with records or alone", "", InMemory, OnDisk) {
  TestType box;
  Diary diary{box.open()};
  box.store().commit({{}, "1"});
  CHECK(box.open().memory == "1");
  box.store().commit({{diary.next()}, std::nullopt});
  CHECK(box.open().memory == "1");
  box.store().commit({{diary.next()}, "2"});
  CHECK(box.open().memory == "2");
}

TEMPLATE_TEST_CASE("a commit happens whole or not at all", "", InMemory, OnDisk) {
  TestType box;
  Diary diary{box.open()};
  const Record first = diary.next();
  const Record left_out = diary.next();
  const Record third = diary.next();
  box.store().commit({{}, "before"});

  CHECK_THROWS_AS(box.store().commit({{first, third}, "after"}), StoreError);
  CHECK(box.store().counts().by_class.at(2).waiting == 0);
  CHECK_FALSE(box.store().find(first.epoch, 1));
  CHECK(box.open().seq == 0);
  CHECK(box.open().memory == "before");

  box.store().commit({{first, left_out, third}, "after"});
  CHECK(box.store().counts().by_class.at(2).waiting == 3);
  CHECK(box.open().memory == "after");
}

TEMPLATE_TEST_CASE("a record that does not follow the newest one is refused", "", InMemory, OnDisk) {
  TestType box;
  Diary diary{box.open()};
  const Record first = diary.next();
  Record wrong = diary.next();
  box.store().commit({{first}, {}});

  SECTION("a gap") {
    wrong.seq = 3;
  }
  SECTION("another epoch") {
    wrong.epoch = "another";
  }
  SECTION("no number") {
    wrong.seq = 0;
  }
  SECTION("an impossible number") {
    wrong.seq = ~Seq{0};
  }
  CHECK_THROWS_AS(box.store().commit({{wrong}, {}}), StoreError);
  CHECK(box.open().seq == 1);
}

TEMPLATE_TEST_CASE("a record committed twice is kept once", "", InMemory, OnDisk) {
  TestType box;
  Diary diary{box.open()};
  const Record first = diary.next();
  const Record second = diary.next();
  box.store().commit({{first}, {}});

  SECTION("if it is the same") {
    box.store().commit({{first, second, second}, "memory"});
    CHECK(box.store().counts().by_class.at(2).waiting == 2);
    CHECK(box.open().seq == 2);
    CHECK(box.open().memory == "memory");
  }
  SECTION("with other bytes it is refused") {
    CHECK_THROWS_WITH(box.store().commit({{forged(first)}, "memory"}), Catch::Contains("other bytes"));
    CHECK(box.store().find(first.epoch, 1)->record.bytes == first.bytes);
    CHECK_FALSE(box.open().memory);
  }
}
