#include <catch2/catch.hpp>

#include "agent/records/compressed.hpp"
#include "agent/records/snapshot.hpp"
#include "tests/city/parts_bench.hpp"

using namespace liftbox;
using namespace liftbox::city;
using nlohmann::json;

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
