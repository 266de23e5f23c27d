#include "protocols/city/parts.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "agent/records/canonical.hpp"
#include "agent/records/compressed.hpp"
#include "agent/records/envelope.hpp"
#include "agent/records/sha256.hpp"
#include "agent/records/snapshot.hpp"
#include "tests/city/one_record.hpp"

using namespace liftbox;
using namespace liftbox::city;
using nlohmann::json;

namespace {

constexpr const char* record_topic = "lift/v1/lift-1/record/alarm";
constexpr std::size_t small = 1000;   // bytes of a message, of which 300 are data
constexpr std::size_t larger = 1400;  // 600

std::string noise(std::size_t size) {
  std::mt19937 chance{7};
  std::string text;
  while (text.size() < size) text += std::to_string(chance());
  return text;
}

/// As a box makes it, too large for its broker.
Record large_record(Seq seq = 7, std::size_t size = 3000) {
  Record record;
  record.epoch = epoch;
  record.seq = seq;
  json body = one_record();
  body["seq"] = seq;
  body["snapshot"] = {{"noise", noise(size)}};
  record.bytes = canonical(body);
  record.hash = sha256(record.bytes);
  return record;
}

Letter summary_of(const Record& record, Seq low = 5) {
  return {record_topic, summary_envelope(record, low)};
}

std::string parts_topic(const Record& record) {
  return "lift/v1/lift-1/snapshot/" + parts_name(record);
}

std::vector<Letter> cut(const Record& record, std::size_t largest = small) {
  const Snapshot bytes = snapshot_of(record);
  std::vector<Letter> letters;
  for (std::size_t part = 0; part < snapshot_parts(bytes, largest); ++part)
    letters.push_back({parts_topic(record), snapshot_part(bytes, part, largest)});
  return letters;
}

Letter with(const Letter& letter, const char* member, const json& value) {
  json body = json::parse(letter.payload);
  body[member] = value;
  return {letter.topic, body.dump()};
}

Letter with_in_summary(const Letter& letter, const char* member, const json& value) {
  json body = json::parse(letter.payload);
  body["summary"][member] = value;
  return {letter.topic, body.dump()};
}

struct Desk {
  Parts parts{"lift/v1"};

  std::vector<Read> give(const std::vector<Letter>& letters) {
    std::vector<Read> came;
    for (const Letter& letter : letters)
      if (auto read = parts.take(letter)) came.push_back(std::move(*read));
    return came;
  }
  /// Of one letter; "waits" where it comes to nothing yet.
  std::string refusal(const Letter& letter) {
    const auto read = parts.take(letter);
    if (!read) return "waits";
    const auto* dead = std::get_if<DeadLetter>(&*read);
    return dead != nullptr ? dead->reason : "taken";
  }
};

void check_is(const Record& record, const std::vector<Read>& came) {
  REQUIRE(came.size() == 1);
  REQUIRE(std::holds_alternative<Arrival>(came[0]));
  const auto& arrival = std::get<Arrival>(came[0]);
  CHECK(arrival.bytes == record.bytes);
  CHECK(arrival.hash == record.hash);
  CHECK(arrival.seq == record.seq);
  CHECK(arrival.low == 5);
  CHECK(arrival.record_class == "alarm");
}

std::vector<Letter> operator+(std::vector<Letter> some, const std::vector<Letter>& others) {
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

std::string reason_of(const std::vector<Read>& came) {
  REQUIRE(came.size() == 1);
  REQUIRE(std::holds_alternative<DeadLetter>(came[0]));
  return std::get<DeadLetter>(came[0]).reason;
}

}  // namespace

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

TEST_CASE("a part that contradicts itself is a dead letter that says why") {
  const Record record = large_record();
  const std::vector<Letter> letters = cut(record);
  const Letter& part = letters.front();
  Desk desk;
  CHECK(desk.refusal({part.topic, "[]"}) == "it is no JSON object");
  CHECK(desk.refusal({part.topic, R"({"a":)" + std::string(100'000, '[')}) ==
        "it is nested deeper than 32 levels");
  CHECK(desk.refusal(with(part, "name", parts_name(large_record(8)))) == "its name is not that of its topic");
  CHECK(desk.refusal(with(part, "name", 7)) == "name is not a text");
  CHECK(desk.refusal(with(part, "encoding", "gzip")) == "its encoding is not zstd+base64");
  CHECK(desk.refusal(with(part, "sha256", "5F0C")) == "sha256 is not 64 digits of lower-case hexadecimal");
  CHECK(desk.refusal(with(part, "size", std::uint64_t{1} << 40)) == "size is not from 1 to 1048576");
  CHECK(desk.refusal(with(part, "size", -1)) == "size is not from 1 to 1048576");
  CHECK(desk.refusal(with(part, "size", "812")) == "size is not a whole number");
  CHECK(desk.refusal(with(part, "parts", 1'000'000)).starts_with("parts is not from 1 to "));
  CHECK(desk.refusal(with(part, "part", 0)).starts_with("part is not from 1 to "));
  CHECK(desk.refusal(with(part, "part", letters.size() + 1)).starts_with("part is not from 1 to "));
  for (const char* data : {"", "A", "====!", "AAA!", "\n\n\n\n"})
    CHECK(desk.refusal(with(part, "data", data)) == "data is no base64 of anything");
  const std::string contradiction = "its size does not fit its number, parts and size";
  CHECK(desk.refusal(with(part, "data", "AAAA")) == contradiction);
  CHECK(desk.refusal(with(part, "part", letters.size())) == contradiction);
  CHECK(desk.refusal(with(part, "parts", 1)) == contradiction);
  CHECK(desk.refusal(with(letters.back(), "data", to_base64(std::string(300, 'x')))) == contradiction);
  for (const char* name :
       {"record-", "record-7", "record-0a0e137b-ccfd-4371-88bb-e61da5e2e8d9:",
        "record-0a0e137b-ccfd-4371-88bb-e61da5e2e8d9:07", "record-0a0e137b-ccfd-4371-88bb-e61da5e2e8d9:7/7"})
    CHECK(desk.refusal({std::string{"lift/v1/lift-1/snapshot/"} + name, part.payload}) ==
          "its topic does not end with record-EPOCH:SEQ");
  CHECK(desk.parts.waiting() == 0);
  check_is(record, desk.give(std::vector{summary_of(record)} + letters));
}

TEST_CASE("a summary that contradicts itself is a dead letter that says why") {
  const Letter good = summary_of(large_record());
  Desk desk;
  CHECK(desk.refusal(with(good, "summary", 7)) == "summary is no object");
  CHECK(desk.refusal({record_topic, R"({"hash":"x","low":{"a":1,"summary":{}}})"}) == "summary is no object");
  CHECK(desk.refusal({record_topic, R"({"hash":"x","low":1,"summary":{)"}) == "it is no JSON object");
  CHECK(desk.refusal(with(good, "hash", "ABC")) == "hash is not 64 digits of lower-case hexadecimal");
  CHECK(desk.refusal(with(good, "low", -1)) == "low is negative");
  CHECK(desk.refusal(with_in_summary(good, "device", "lift-2")) == "it is the summary of a record of lift-2");
  CHECK(desk.refusal(with_in_summary(good, "bytes", 0)) == "bytes is not from 1 to 1048576");
  CHECK(desk.refusal(with_in_summary(good, "bytes", std::uint64_t{1} << 33)) ==
        "bytes is not from 1 to 1048576");
  const std::string misnamed = "its parts are not named record-EPOCH:SEQ, after the record";
  CHECK(desk.refusal(with_in_summary(good, "parts", "../../other")) == misnamed);
  CHECK(desk.refusal(with_in_summary(good, "parts", parts_name(large_record(8)))) == misnamed);
  CHECK(desk.refusal(with_in_summary(good, "epoch", "another")) == misnamed);
  CHECK(desk.refusal(with_in_summary(good, "seq", -7)) == misnamed);
  CHECK(desk.refusal({"lift/v1/lift-1/record/grave", good.payload}) ==
        "no envelope: the record does not follow low");
  CHECK(desk.parts.waiting() == 0);
}

TEST_CASE("parts that cannot be put together are a dead letter that says why, and holds what came") {
  const Record record = large_record();
  const std::vector<Letter> letters = cut(record);
  const Letter summary = summary_of(record);
  Desk desk;
  SECTION("one was changed") {
    std::vector<Letter> changed = letters;
    changed[1] = with(changed[1], "data", json::parse(changed[2].payload).at("data"));
    const auto came = desk.give(std::vector{summary} + changed);
    CHECK(reason_of(came) == "put together, its parts do not have their sha256");
    const Letter& dead = std::get<DeadLetter>(came[0]).letter;
    CHECK(dead.topic == parts_topic(record));
    CHECK(dead.payload.size() == snapshot_of(record).trace.size());
  }
  SECTION("they are no zstd") {
    Snapshot raw = snapshot_of(record);
    raw.trace = record.bytes.substr(0, 100);
    const Letter only{parts_topic(record), snapshot_part(raw, 0, small)};
    CHECK(reason_of(desk.give({summary, only})) ==
          "put together, its parts are no zstd of as many bytes as the summary says");
  }
  SECTION("they would grow beyond what the summary says") {
    CHECK(reason_of(desk.give(std::vector{with_in_summary(summary, "bytes", 2999)} + letters)) ==
          "put together, its parts are no zstd of as many bytes as the summary says");
  }
  SECTION("they are another record than the summary's hash says") {
    const auto came = desk.give(std::vector{with(summary, "hash", std::string(64, 'b'))} + letters);
    CHECK(reason_of(came) == "the record does not have its hash: it was changed");
    CHECK(std::get<DeadLetter>(came[0]).letter.topic == record_topic);
  }
  SECTION("they are named after another record") {
    const Letter named =
        with_in_summary(with_in_summary(summary, "seq", 8), "parts", parts_name(large_record(8)));
    std::vector<Letter> renamed{named};
    for (const Letter& letter : letters) {
      renamed.push_back(with(letter, "name", parts_name(large_record(8))));
      renamed.back().topic = parts_topic(large_record(8));
    }
    CHECK(reason_of(desk.give(renamed)) == "its parts are named after another record");
  }
  SECTION("the topic of the summary is not that of the severity") {
    Letter fault = summary;
    fault.topic = "lift/v1/lift-1/record/fault";
    CHECK(reason_of(desk.give(std::vector{fault} + letters)) == "its topic is not that of its severity");
  }
  CHECK(desk.parts.waiting() == 0);
  CHECK(desk.parts.bytes() == 0);
  check_is(record, desk.give(std::vector{summary} + letters));
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
