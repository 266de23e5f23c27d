#include "agent/runtime/outbox.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

#include "tests/runtime/start.hpp"

using namespace liftbox;
using namespace std::chrono_literals;
using test::t0;

namespace {

/// The store and the broker as far as the outbox sees them: what waits, what is offered.
class Desk {
 public:
  Outbox outbox;

  void keep(RecordClass record_class, std::int64_t id) {
    of(record_class).insert(id);
    outbox.committed(record_class);
  }
  /// Offers until the window is full or nothing is left; returns the ids in order.
  std::vector<std::int64_t> offered(Moment now = t0) {
    std::vector<std::int64_t> ids;
    for (;;) {
      while (const auto offer = outbox.next(now)) {
        ids.push_back(offer->stored.id);
        tickets[offer->stored.id] = offer->ticket;
      }
      const auto page = outbox.wanted();
      if (!page) return ids;
      outbox.fetched(*page, read(*page));
    }
  }
  std::vector<StoredRecord> read(const Outbox::Page& page) {
    std::vector<StoredRecord> records;
    const auto& waiting = of(page.record_class);
    for (auto id = waiting.upper_bound(page.after); id != waiting.end(); ++id) {
      if (records.size() == Outbox::page_size) break;
      records.push_back(record(page.record_class, *id));
    }
    most_read = std::max(most_read, records.size());
    return records;
  }
  void accept(std::int64_t id) {
    outbox.accepted(tickets.at(id));
    for (auto& waiting : waiting_) waiting.erase(id);
    outbox.settled(std::vector{id});
  }
  void refuse(std::int64_t id, Moment now) { outbox.refused(tickets.at(id), now); }

  static StoredRecord record(RecordClass record_class, std::int64_t id) {
    StoredRecord stored;
    stored.id = id;
    stored.record.record_class = record_class;
    return stored;
  }

  std::map<std::int64_t, std::uint64_t> tickets;  ///< of the newest offer of each
  std::size_t most_read = 0;

 private:
  std::set<std::int64_t>& of(RecordClass record_class) {
    return waiting_.at(static_cast<std::size_t>(record_class));
  }

  std::array<std::set<std::int64_t>, record_classes.size()> waiting_;
};

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("alarms go before faults, faults before notices, notices before statistics, each in order") {
  Desk desk;
  desk.keep(RecordClass::stats, 1);
  desk.keep(RecordClass::notice, 2);
  desk.keep(RecordClass::fault, 3);
  desk.keep(RecordClass::alarm, 4);
  desk.keep(RecordClass::notice, 5);
  desk.keep(RecordClass::alarm, 6);
  desk.outbox.connected(32);
  CHECK(desk.offered() == Ids{4, 6, 3, 2, 5, 1});
  CHECK(desk.outbox.in_flight() == 6);
}

TEST_CASE("nothing is offered without a connection") {
  Desk desk;
  desk.keep(RecordClass::alarm, 1);
  CHECK(desk.offered().empty());
}

TEST_CASE("never more messages are unaccepted than the window holds") {
  Desk desk;
  for (std::int64_t id = 1; id <= 100; ++id) desk.keep(RecordClass::notice, id);
  desk.outbox.connected(3);
  CHECK(desk.offered() == Ids{1, 2, 3});
  CHECK(desk.offered().empty());
  desk.accept(2);
  CHECK(desk.offered() == Ids{4});

  SECTION("messages that are no records count too") {
    desk.accept(1);
    const auto ticket = desk.outbox.admit();
    REQUIRE(ticket);
    CHECK(desk.offered().empty());
    CHECK_FALSE(desk.outbox.admit());
    CHECK_FALSE(desk.outbox.accepted(*ticket));
    CHECK(desk.offered() == Ids{5});
  }
}

TEST_CASE("a backlog of a million notices delays an alarm by the messages in flight only") {
  constexpr std::int64_t million = 1'000'000;
  Desk desk;
  for (std::int64_t id = 1; id <= million; ++id) desk.keep(RecordClass::notice, id);
  desk.outbox.connected(8);
  CHECK(desk.offered() == Ids{1, 2, 3, 4, 5, 6, 7, 8});
  desk.keep(RecordClass::alarm, million + 1);
  desk.accept(1);
  CHECK(desk.offered() == Ids{million + 1});

  SECTION("and costs a page of memory at a time") {
    std::int64_t expected = 9;
    for (std::int64_t id = 2; id <= 1000; ++id) {
      desk.accept(id);
      REQUIRE(desk.offered() == Ids{expected++});
    }
    CHECK(desk.most_read == Outbox::page_size);
  }
}

TEST_CASE("an alarm that comes while a page of notices is fetched goes before that page") {
  Desk desk;
  desk.keep(RecordClass::notice, 1);
  desk.outbox.connected(1);
  for (auto page = desk.outbox.wanted(); page->record_class != RecordClass::notice;
       page = desk.outbox.wanted())
    desk.outbox.fetched(*page, {});
  desk.keep(RecordClass::alarm, 2);
  CHECK_FALSE(desk.outbox.wanted());  // one page at a time
  CHECK_FALSE(desk.outbox.next(t0));  // and the alarm is not passed over
  desk.outbox.fetched({RecordClass::notice, 0, 3}, {Desk::record(RecordClass::notice, 1)});
  CHECK(desk.offered() == Ids{2});
}

TEST_CASE("while the store is asked for an alarm, a fault that is ready waits") {
  Desk desk;
  for (std::int64_t id = 1; id <= 5; ++id) desk.keep(RecordClass::fault, id);
  desk.outbox.connected(1);
  CHECK(desk.offered() == Ids{1});
  desk.keep(RecordClass::alarm, 6);
  desk.accept(1);
  const auto page = desk.outbox.wanted();
  REQUIRE(page);
  CHECK_FALSE(desk.outbox.next(t0));
  desk.outbox.fetched(*page, desk.read(*page));
  CHECK(desk.offered() == Ids{6});
}

TEST_CASE("what was in flight when the connection broke is offered again, in order") {
  Desk desk;
  for (std::int64_t id = 1; id <= 5; ++id) desk.keep(RecordClass::fault, id);
  desk.outbox.connected(4);
  CHECK(desk.offered() == Ids{1, 2, 3, 4});
  desk.accept(2);
  const std::uint64_t before = desk.tickets.at(3);
  desk.outbox.disconnected();
  CHECK(desk.outbox.in_flight() == 0);
  CHECK(desk.offered().empty());

  desk.outbox.connected(4);
  CHECK(desk.offered() == Ids{1, 3, 4, 5});
  SECTION("and an answer to the earlier attempt means nothing") {
    CHECK_FALSE(desk.outbox.accepted(before));
    CHECK(desk.outbox.in_flight() == 4);
  }
}

TEST_CASE("a record that was accepted is not offered again while the store does not know yet") {
  Desk desk;
  desk.keep(RecordClass::fault, 1);
  desk.outbox.connected(4);
  CHECK(desk.offered() == Ids{1});
  CHECK(desk.outbox.accepted(desk.tickets.at(1)) == 1);
  SECTION("not after looking through the store anew") {
    desk.outbox.rewind();
  }
  SECTION("not over another connection") {
    desk.outbox.disconnected();
    desk.outbox.connected(4);
  }
  CHECK(desk.offered().empty());
  desk.outbox.settled(Ids{1});
  desk.outbox.rewind();
  CHECK(desk.offered() == Ids{1});  // the store says that it waits: a receipt did not come
}

TEST_CASE("a store that cannot mark what was accepted does not make the backlog pile up in memory") {
  Desk desk;
  for (std::int64_t id = 1; id <= 2000; ++id) desk.keep(RecordClass::notice, id);
  desk.outbox.connected(16);
  std::size_t accepted = 0;
  for (Ids ids = desk.offered(); !ids.empty(); ids = desk.offered())
    for (const std::int64_t id : ids)
      if (desk.outbox.accepted(desk.tickets.at(id))) ++accepted;
  CHECK(accepted >= Outbox::most_unsettled);
  CHECK(accepted < Outbox::most_unsettled + 2 * Outbox::page_size);
}

TEST_CASE("a refused record steps aside and is tried again later") {
  Desk desk;
  desk.keep(RecordClass::notice, 1);
  desk.keep(RecordClass::notice, 2);
  desk.outbox.connected(1);
  CHECK(desk.offered() == Ids{1});
  desk.refuse(1, t0);
  CHECK(desk.outbox.set_aside() == 1);
  CHECK(desk.offered() == Ids{2});
  desk.accept(2);
  CHECK(desk.outbox.next_retry() == t0 + 30s);

  SECTION("not before its time") {
    CHECK(desk.offered(t0 + 29s).empty());
  }
  SECTION("after 30 s, then after a minute, at last every ten") {
    Moment now = t0;
    for (const Duration wait : {30s, 60s, 120s, 240s, 480s, 600s, 600s}) {
      CHECK(desk.outbox.next_retry() == now + wait);
      now += wait;
      CHECK(desk.offered(now) == Ids{1});
      CHECK(desk.outbox.next_retry() == never);  // until the broker answers
      desk.refuse(1, now);
    }
  }
  SECTION("behind a more urgent one") {
    desk.keep(RecordClass::alarm, 3);
    CHECK(desk.offered(t0 + 1min) == Ids{3});
  }
  SECTION("until it is accepted") {
    CHECK(desk.offered(t0 + 30s) == Ids{1});
    desk.accept(1);
    CHECK(desk.outbox.set_aside() == 0);
    CHECK(desk.offered(t0 + 1h).empty());
  }
  SECTION("at once when the connection broke under the second attempt") {
    CHECK(desk.offered(t0 + 30s) == Ids{1});
    desk.outbox.disconnected();
    desk.outbox.connected(1);
    CHECK(desk.offered(t0 + 31s) == Ids{1});
  }
}

TEST_CASE("a broker that refuses every notice is not sent the whole backlog, and still gets the alarms") {
  Desk desk;
  for (std::int64_t id = 1; id <= 1000; ++id) desk.keep(RecordClass::notice, id);
  desk.outbox.connected(8);
  std::set<std::int64_t> refused;
  for (Ids ids = desk.offered(); !ids.empty(); ids = desk.offered())
    for (const std::int64_t id : ids) {
      refused.insert(id);
      desk.refuse(id, t0);
    }
  CHECK(refused.size() < Outbox::most_aside + 8);
  desk.keep(RecordClass::alarm, 2000);
  CHECK(desk.offered() == Ids{2000});
  desk.accept(2000);

  SECTION("and when it takes them again, all arrive") {
    std::set<std::int64_t> arrived;
    const Moment later = t0 + 30s;
    for (Ids ids = desk.offered(later); !ids.empty(); ids = desk.offered(later))
      for (const std::int64_t id : ids) {
        arrived.insert(id);
        desk.accept(id);
      }
    CHECK(arrived.size() == 1000);
  }
}

TEST_CASE("records that wait again are found by looking through the store anew") {
  Desk desk;
  for (std::int64_t id = 1; id <= 40; ++id) desk.keep(RecordClass::notice, id);
  desk.outbox.connected(100);
  CHECK(desk.offered().size() == 40);
  for (std::int64_t id = 1; id <= 40; ++id) desk.accept(id);
  desk.keep(RecordClass::notice, 7);
  desk.outbox.rewind();
  CHECK(desk.offered() == Ids{7});

  SECTION("a page that was asked for before means nothing any more") {
    desk.keep(RecordClass::notice, 41);
    const auto earlier = desk.outbox.wanted();
    desk.outbox.rewind();
    desk.outbox.fetched(*earlier, {Desk::record(RecordClass::notice, 41)});
    CHECK_FALSE(desk.outbox.next(t0));
    CHECK(desk.offered() == Ids{41});
  }
}

TEST_CASE("a page that the store could not read is asked for again") {
  Desk desk;
  desk.keep(RecordClass::alarm, 1);
  desk.outbox.connected(1);
  desk.outbox.fetch_failed(*desk.outbox.wanted());
  CHECK(desk.offered() == Ids{1});
}
