#include "protocols/city/parts.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "agent/records/compressed.hpp"
#include "agent/records/envelope.hpp"
#include "agent/records/snapshot.hpp"
#include "tests/city/parts_bench.hpp"

using namespace liftbox;
using namespace liftbox::city;
using nlohmann::json;

TEST_CASE("a record in parts arrives as it would have come whole") {
  const Record record = large_record();
  const std::vector<Letter> letters = cut(record);
  REQUIRE(letters.size() > 3);
  Desk desk;
  SECTION("the summary first, as a box sends it") {
    check_is(record, desk.give(std::vector{summary_of(record)} + letters));
  }
  SECTION("the summary last") {
    check_is(record, desk.give(letters + std::vector{summary_of(record)}));
  }
  SECTION("the last part first") {
    std::vector<Letter> reversed = letters;
    std::reverse(reversed.begin(), reversed.end());
    check_is(record, desk.give(reversed + std::vector{summary_of(record)}));
  }
  SECTION("parts and summary more than once") {
    const std::vector<Letter> half{letters.begin(), letters.begin() + 2};
    check_is(record, desk.give(half + half + std::vector{summary_of(record), summary_of(record)} + letters));
  }
  SECTION("in one part") {
    check_is(record, desk.give(std::vector{summary_of(record)} + cut(record, 65'536)));
  }
  CHECK(desk.parts.waiting() == 0);
  CHECK(desk.parts.bytes() == 0);
}

TEST_CASE("what a whole letter comes to does not change") {
  const Record record = large_record();
  const Letter whole{record_topic, envelope(record, 5)};
  Desk desk;
  check_is(record, desk.give({whole}));
  CHECK(desk.refusal({"lift/v1/lift 1/record/alarm", whole.payload}) == "its topic names no device");
  CHECK(desk.refusal({"lift/v1/lift-1", whole.payload}) == "nobody asked for this topic");
  CHECK(std::holds_alternative<Document>(desk.give({{"lift/v1/lift-1/state", "{}"}}).at(0)));
}

TEST_CASE("a part that got lost comes with the next sending, however that is cut") {
  const Record record = large_record();
  const std::vector<Letter> first = cut(record, small);
  const std::vector<Letter> second = cut(record, larger);
  REQUIRE(first.size() != second.size());
  Desk desk;
  const std::size_t lost = GENERATE(0U, 1U, 3U);
  std::vector<Letter> incomplete{summary_of(record)};
  for (std::size_t i = 0; i < first.size(); ++i)
    if (i != lost) incomplete.push_back(first[i]);
  CHECK(desk.give(incomplete).empty());
  SECTION("the same way") {
    check_is(record, desk.give({first[lost]}));
  }
  SECTION("in larger parts") {
    check_is(record, desk.give(std::vector{summary_of(record)} + second));
  }
  SECTION("in as many parts, of other sizes") {
    const auto count = snapshot_parts(snapshot_of(record), small);
    std::size_t other = small;
    while (snapshot_parts(snapshot_of(record), other + 4) == count) other += 4;
    REQUIRE(other != small);
    check_is(record, desk.give(std::vector{summary_of(record)} + cut(record, other)));
  }
  CHECK(desk.parts.bytes() == 0);
}

TEST_CASE("two records of one box do not get mixed up, nor the same number of two boxes") {
  const Record seventh = large_record(7);
  const Record eighth = large_record(8);
  Desk desk;
  std::vector<Letter> mixed{summary_of(seventh), summary_of(eighth)};
  const auto of_seventh = cut(seventh);
  for (std::size_t i = 0; i + 1 < of_seventh.size(); ++i) mixed.push_back(of_seventh[i]);
  check_is(eighth, desk.give(mixed + cut(eighth)));
  Letter elsewhere = of_seventh.back();
  elsewhere.topic.replace(elsewhere.topic.find("lift-1"), 6, "lift-2");
  CHECK(desk.give({elsewhere}).empty());
  check_is(seventh, desk.give({of_seventh.back()}));
}

TEST_CASE("what the flight recorder says is let go") {
  Desk desk;
  for (const char* name : {"0a0e137b-ccfd-4371-88bb-e61da5e2e8d9:2", "asked-c-1"}) {
    const Snapshot snapshot{name, "then", "now", true, compress("trace")};
    const Letter letter{std::string{"lift/v1/lift-1/snapshot/"} + name, snapshot_part(snapshot, 0, small)};
    CHECK(desk.refusal(letter) == "waits");
    CHECK(desk.refusal({letter.topic, "no part at all"}) == "waits");
  }
  CHECK(desk.parts.waiting() == 0);
}

TEST_CASE("a record of another box is none of this one") {
  const Record record = large_record();
  std::vector<Letter> letters{with_in_summary(summary_of(record), "device", "lift-2")};
  letters[0].topic = "lift/v1/lift-2/record/alarm";
  for (Letter part : cut(record)) {
    part.topic = "lift/v1/lift-2/snapshot/" + parts_name(record);
    letters.push_back(std::move(part));
  }
  Desk desk;
  CHECK(reason_of(desk.give(letters)) == "it is a record of lift-1");
}

TEST_CASE("what waits for the rest is bounded in number: the one that heard nothing longest is given up") {
  Desk desk{.parts = Parts{"lift/v1", {.records = 3}}};
  const Record oldest = large_record(11);
  desk.give({summary_of(oldest), cut(oldest)[0]});
  for (Seq seq = 12; seq <= 13; ++seq) desk.give({summary_of(large_record(seq))});
  desk.give({cut(oldest)[1]});
  desk.give({summary_of(large_record(14))});
  CHECK(desk.parts.waiting() == 3);
  CHECK(desk.parts.given_up() == 1);
  check_is(oldest, desk.give(cut(oldest)));
  CHECK(desk.give(cut(large_record(12))).empty());
}

TEST_CASE("what waits for the rest is bounded in bytes, however small the parts claim to be") {
  Desk desk{.parts = Parts{"lift/v1", {.bytes = 20'000}}};
  for (Seq seq = 1; seq <= 30; ++seq) {
    desk.give(cut(large_record(seq)));
    CHECK(desk.parts.bytes() <= 20'000);
  }
  CHECK(desk.parts.waiting() > 3);
  CHECK(desk.parts.given_up() == 0);
  Letter crumb = cut(large_record(99))[0];
  crumb = with(with(with(crumb, "data", "QQ=="), "size", 100'000), "parts", 100'000);
  for (int part = 1; part <= 1000; ++part) desk.give({with(crumb, "part", part)});
  CHECK(desk.parts.bytes() <= 20'000);
  CHECK(desk.parts.waiting() <= 1);
}
