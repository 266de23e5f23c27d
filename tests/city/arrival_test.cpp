#include "protocols/city/arrival.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"
#include "agent/records/envelope.hpp"
#include "agent/records/seal.hpp"
#include "agent/records/sha256.hpp"
#include "tests/city/one_record.hpp"

using namespace liftbox;
using namespace liftbox::city;
using nlohmann::json;

namespace {

Letter letter(const std::string& bytes, const std::string& topic = "lift/v1/lift-1/record/alarm") {
  Record record;
  record.bytes = bytes;
  record.hash = sha256(bytes);
  return {topic, envelope(record, 5)};
}

std::string refusal(const Letter& letter) {
  const Read read = read_letter(letter, "lift/v1");
  const auto* dead = std::get_if<DeadLetter>(&read);
  if (dead == nullptr) return "taken";
  CHECK(dead->letter.payload == letter.payload);
  return dead->reason;
}

std::string refusal_with(const char* member, const json& value) {
  json changed = one_record();
  changed[member] = value;
  return refusal(letter(canonical(changed)));
}

}  // namespace

TEST_CASE("a record is read into the columns of the city, its bytes as they came") {
  const std::string bytes = canonical(one_record());
  const Read read = read_letter(letter(bytes), "lift/v1");
  const auto& arrival = std::get<Arrival>(read);
  CHECK(arrival.diary == Diary{"lift-1", epoch});
  CHECK(arrival.seq == 7);
  CHECK(arrival.low == 5);
  CHECK(arrival.hash == sha256(bytes));
  CHECK(to_hex(arrival.prev) == std::string(64, 'a'));
  CHECK(arrival.time == "2026-11-23T10:20:11.969+00:00");
  CHECK(arrival.record_class == "alarm");
  CHECK(arrival.type == "entrapment");
  CHECK(arrival.bytes == bytes);
  json without_snapshot = one_record();
  without_snapshot.erase("snapshot");
  CHECK(json::parse(arrival.body) == without_snapshot);
}

TEST_CASE("what fails validation is a dead letter that says why") {
  CHECK(refusal(letter("[]")) == "it is no JSON object");
  CHECK(refusal(letter(one_record().dump(1))) == "its bytes are not canonical");
  CHECK(refusal_with("seq", 0) == "seq is not positive");
  CHECK(refusal_with("seq", "7") == "seq is not a whole number");
  CHECK(refusal_with("seq", ~std::uint64_t{0}) == "seq is not a whole number");
  CHECK(refusal_with("seq", 1) == "seq 1 follows another record");
  CHECK(refusal_with("prev", "ABC") == "prev is not 64 digits of lower-case hexadecimal");
  CHECK(refusal_with("epoch", "0A0E137B-ccfd-4371-88bb-e61da5e2e8d9") == "epoch is no UUID");
  CHECK(refusal_with("device", "lift-2") == "it is a record of lift-2");
  CHECK(refusal_with("severity", "fault") == "its topic is not that of its severity");
  CHECK(refusal_with("severity", "grave") == "severity is none that is known");
  CHECK(refusal_with("time", "yesterday") == "time is no RFC 3339 time");
  CHECK(refusal_with("time", "0000-01-01T00:00:00Z") == "time lies outside the years 1900 to 9999");
  CHECK(refusal_with("type", std::string(101, 'x')) == "type has more than 100 bytes");
  CHECK(refusal_with("lift", std::string(1, '\0')) == "lift holds U+0000");
  CHECK(refusal_with("lift", nullptr) == "lift is not a text");
  CHECK(refusal_with("type", "something_new") == "taken");
}

TEST_CASE("a seal that does not fit is a dead letter") {
  json seal = one_record();
  seal["type"] = "seal";
  sign_seal(seal, SigningKey::generate());
  CHECK(refusal(letter(canonical(seal))) == "taken");
  seal["mono_ms"] = 1235;
  CHECK(refusal(letter(canonical(seal))) == "its signature does not fit");
}

TEST_CASE("only topics of boxes below the root are read") {
  const std::string bytes = canonical(one_record());
  for (const char* topic :
       {"", "lift/v1", "lift/v1/", "lift/v1/lift 1/record/alarm", "lift/v10/lift-1/record/alarm",
        "lift/v1/123456789012345678901234567890123/record/alarm"})
    CHECK(refusal(letter(bytes, topic)) == "its topic names no device");
  for (const char* topic : {"lift/v1/lift-1", "lift/v1/lift-1/", "lift/v1/lift-1/telemetry"})
    CHECK(refusal(letter(bytes, topic)) == "nobody asked for this topic");
}

TEST_CASE("a document nested without end does not end the receiver") {
  const std::string deep = R"({"a":)" + std::string(500'000, '[') + std::string(500'000, ']') + "}";
  CHECK(refusal({"lift/v1/lift-1/state", deep}) == "it is nested deeper than 32 levels");
}

TEST_CASE(
    "U+0000, which jsonb cannot hold, becomes U+FFFD beside the bytes, a backslash before u0000 stays") {
  json changed = one_record();
  changed["evidence"] = {
      {"text", std::string("a\0b", 3)}, {"path", "\\u0000"}, {"both", std::string("\\\0", 2)}};
  const std::string bytes = canonical(changed);
  const Read read = read_letter(letter(bytes), "lift/v1");
  const auto& arrival = std::get<Arrival>(read);
  CHECK(arrival.bytes == bytes);
  const json evidence = json::parse(arrival.body).at("evidence");
  CHECK(evidence == json{{"text", "a\uFFFDb"}, {"path", "\\u0000"}, {"both", "\\\uFFFD"}});
}
