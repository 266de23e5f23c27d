#include <catch2/catch.hpp>
#include <limits>

#include "tests/storage/either_store.hpp"

using namespace liftbox;
using namespace liftbox::test;
using namespace std::chrono_literals;

namespace {

constexpr Moment start{1000s};
constexpr bool with_receipts = true;
constexpr bool without_receipts = false;

std::vector<Seq> seqs(const std::vector<StoredRecord>& stored) {
  std::vector<Seq> found;
  found.reserve(stored.size());
  for (const StoredRecord& one : stored) found.push_back(one.record.seq);
  return found;
}

std::vector<std::int64_t> ids(const std::vector<StoredRecord>& stored) {
  std::vector<std::int64_t> found;
  found.reserve(stored.size());
  for (const StoredRecord& one : stored) found.push_back(one.id);
  return found;
}

std::vector<StoredRecord> waiting(EventStore& store, RecordClass record_class = RecordClass::notice) {
  return store.waiting(record_class, 0, 1000);
}

void accept_all(EventStore& store, bool receipts, Moment now) {
  store.accepted(ids(waiting(store)), receipts, now);
}

/// A box that has written `count` notices.
template <class Box>
struct Written : Box {
  explicit Written(int count) {
    const StoreHead head = Box::open(start);
    epoch = head.epoch;
    Diary diary{head};
    Commit all;
    for (int i = 0; i < count; ++i) all.records.push_back(diary.next());
    Box::store().commit(all);
  }
  ClassCounts notices() { return Box::store().counts().by_class.at(2); }

  std::string epoch;
};

using Seqs = std::vector<Seq>;

}  // namespace

TEMPLATE_TEST_CASE("records wait by class, oldest first", "", InMemory, OnDisk) {
  TestType box;
  Diary diary{box.open()};
  for (int i = 0; i < 3; ++i)
    box.store().commit({{diary.next({RecordClass::notice}), diary.next({RecordClass::alarm})}, {}});

  CHECK(seqs(waiting(box.store(), RecordClass::alarm)) == Seqs{2, 4, 6});
  CHECK(seqs(waiting(box.store(), RecordClass::notice)) == Seqs{1, 3, 5});
  CHECK(waiting(box.store(), RecordClass::fault).empty());
  const auto two = box.store().waiting(RecordClass::alarm, 0, 2);
  CHECK(seqs(two) == Seqs{2, 4});
  CHECK(seqs(box.store().waiting(RecordClass::alarm, two.back().id, 2)) == Seqs{6});
}

TEMPLATE_TEST_CASE("a platform without receipts has what the broker accepted", "", InMemory, OnDisk) {
  Written<TestType> box{3};
  accept_all(box.store(), without_receipts, start);
  CHECK(waiting(box.store()).empty());
  CHECK(box.notices().done == 3);
  CHECK_FALSE(box.store().counts().low);
  CHECK(box.store().requeue_overdue(start + 24h) == 0);
}

TEMPLATE_TEST_CASE("an accepted record whose receipt does not come waits again", "", InMemory, OnDisk) {
  Written<TestType> box{1};
  Moment now = start;
  const auto sent_again_after = [&](Duration limit) {
    accept_all(box.store(), with_receipts, now);
    CHECK(box.notices().accepted == 1);
    CHECK(box.store().requeue_overdue(now + limit - 1ms) == 0);
    CHECK(box.store().requeue_overdue(now + limit) == 1);
    CHECK(box.notices().waiting == 1);
    now += limit;
  };
  for (const Duration limit : {10min, 20min, 40min, 80min, 120min, 120min}) sent_again_after(limit);

  SECTION("from the restart on where there was one: the clock began anew") {
    accept_all(box.store(), with_receipts, now);
    box.open(Moment{5s});
    CHECK(box.store().requeue_overdue(Moment{5s} + 10min - 1ms) == 0);
    CHECK(box.store().requeue_overdue(Moment{5s} + 10min) == 1);
  }
}

TEMPLATE_TEST_CASE("only what waits can be accepted", "", InMemory, OnDisk) {
  Written<TestType> box{2};
  const auto both = ids(waiting(box.store()));
  const std::vector<std::int64_t> strange{both[0], both[0], 0, -1, 4711};
  box.store().accepted(strange, with_receipts, start);
  CHECK(box.notices().accepted == 1);
  CHECK(box.notices().waiting == 1);

  SECTION("a receipt that overtook the broker's word stands") {
    CHECK(box.store().received(box.epoch, std::vector<SeqRange>{{1, 2}}) == 2);
    box.store().accepted(both, with_receipts, start);
    CHECK(box.notices().done == 2);
    CHECK(box.store().requeue_overdue(start + 24h) == 0);
  }
}

TEMPLATE_TEST_CASE("received records are done", "", InMemory, OnDisk) {
  Written<TestType> box{10};
  accept_all(box.store(), with_receipts, start);
  const auto receipt = [&](std::vector<SeqRange> ranges) { return box.store().received(box.epoch, ranges); };

  SECTION("each is counted once") {
    CHECK(receipt({{1, 3}, {2, 4}, {7, 7}}) == 5);
    CHECK(receipt({{1, 7}}) == 2);
    CHECK(box.notices().done == 7);
    CHECK(box.notices().accepted == 3);
    CHECK(box.store().counts().low == 8);
  }
  SECTION("the oldest missing one is the low mark") {
    receipt({{2, 10}});
    CHECK(box.store().counts().low == 1);
    receipt({{1, 1}});
    CHECK_FALSE(box.store().counts().low);
  }
  SECTION("ranges that make no sense do nothing") {
    CHECK(receipt({}) == 0);
    CHECK(receipt({{5, 4}, {0, 0}, {11, 20}, {~Seq{0}, 0}, {~Seq{0}, ~Seq{0}}}) == 0);
    CHECK(box.notices().done == 0);
  }
  SECTION("a range beyond all numbers takes what there is") {
    CHECK(receipt({{0, ~Seq{0}}}) == 10);
  }
  SECTION("another epoch's are not ours") {
    CHECK(box.store().received("another", std::vector<SeqRange>{{1, 10}}) == 0);
  }
  SECTION("for good") {
    receipt({{1, 10}});
    box.open(start);
    CHECK(box.notices().done == 10);
    CHECK(box.store().requeue_overdue(start + 24h) == 0);
  }
}

TEMPLATE_TEST_CASE("what the platform misses waits again", "", InMemory, OnDisk) {
  Written<TestType> box{6};
  accept_all(box.store(), with_receipts, start);
  box.store().received(box.epoch, std::vector<SeqRange>{{1, 4}});

  SECTION("done or accepted") {
    CHECK(box.store().resend(box.epoch, {4, 5}) == 2);
    CHECK(seqs(waiting(box.store())) == Seqs{4, 5});
    CHECK(box.store().counts().low == 4);
    CHECK(box.notices().done == 3);
    CHECK(box.notices().accepted == 1);
  }
  SECTION("what waits already is not counted") {
    CHECK(box.store().resend(box.epoch, {4, 4}) == 1);
    CHECK(box.store().resend(box.epoch, {4, 4}) == 0);
  }
  SECTION("as far as there are any") {
    CHECK(box.store().resend(box.epoch, {0, ~Seq{0}}) == 6);
    CHECK(box.store().resend(box.epoch, {9, 1}) == 0);
    CHECK(box.store().resend("another", {1, 6}) == 0);
  }
}

TEMPLATE_TEST_CASE("the counts are the same after a restart", "", InMemory, OnDisk) {
  Written<TestType> box{6};
  accept_all(box.store(), with_receipts, start);
  box.store().received(box.epoch, std::vector<SeqRange>{{1, 3}});
  box.store().resend(box.epoch, {2, 2});
  box.open(start);
  CHECK(box.notices().waiting == 1);
  CHECK(box.notices().accepted == 3);
  CHECK(box.notices().done == 2);
  CHECK(box.store().counts().low == 2);
  CHECK(box.store().counts().bytes > 0);
}

TEMPLATE_TEST_CASE("the diary can be searched", "", InMemory, OnDisk) {
  TestType box;
  Diary diary{box.open()};
  const std::vector<Entry> entries{{RecordClass::alarm, "entrapment", "e:1"},
                                   {RecordClass::notice, "mains_lost", "e:2"},
                                   {RecordClass::notice, "entrapment", "e:1"},
                                   {RecordClass::alarm, "entrapment", "e:4"},
                                   {RecordClass::fault, "door_close_fault", "e:5"}};
  Commit all;
  for (const Entry& entry : entries) all.records.push_back(diary.next(entry));
  box.store().commit(all);
  const auto asked = [&](const RecordQuery& query) { return seqs(box.store().query(query)); };

  CHECK(asked({}) == Seqs{1, 2, 3, 4, 5});
  RecordQuery query;
  SECTION("by class") {
    query.record_class = RecordClass::alarm;
    CHECK(asked(query) == Seqs{1, 4});
  }
  SECTION("by type") {
    query.type = "entrapment";
    CHECK(asked(query) == Seqs{1, 3, 4});
    query.record_class = RecordClass::notice;
    CHECK(asked(query) == Seqs{3});
  }
  SECTION("by incident") {
    query.incident = "e:1";
    CHECK(asked(query) == Seqs{1, 3});
    query.incident = "e:1' OR '1'='1";
    CHECK(asked(query).empty());
  }
  SECTION("from a time on") {
    query.since_ms = all.records[3].time_ms;
    CHECK(asked(query) == Seqs{4, 5});
  }
  SECTION("page by page") {
    query.limit = 2;
    CHECK(asked(query) == Seqs{1, 2});
    query.after_id = box.store().query(query).back().id;
    CHECK(asked(query) == Seqs{3, 4});
  }
  SECTION("the newest, still in order") {
    query.newest = true;
    query.limit = 2;
    CHECK(asked(query) == Seqs{4, 5});
    query.incident = "e:1";
    query.limit = std::numeric_limits<std::size_t>::max();
    CHECK(asked(query) == Seqs{1, 3});
  }
}
