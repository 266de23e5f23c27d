#include "tests/city/parts_bench.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "agent/records/canonical.hpp"
#include "agent/records/envelope.hpp"
#include "agent/records/sha256.hpp"
#include "agent/records/snapshot.hpp"

namespace liftbox::city {

using nlohmann::json;

std::string noise(std::size_t size) {
  std::mt19937 chance{7};
  std::string text;
  while (text.size() < size) text += std::to_string(chance());
  return text;
}

Record large_record(Seq seq, std::size_t size) {
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

Letter summary_of(const Record& record, Seq low) {
  return {record_topic, summary_envelope(record, low)};
}

std::string parts_topic(const Record& record) {
  return "lift/v1/lift-1/snapshot/" + parts_name(record);
}

std::vector<Letter> cut(const Record& record, std::size_t largest) {
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

std::vector<Read> Desk::give(const std::vector<Letter>& letters) {
  std::vector<Read> came;
  for (const Letter& letter : letters)
    if (auto read = parts.take(letter)) came.push_back(std::move(*read));
  return came;
}

std::string Desk::refusal(const Letter& letter) {
  const auto read = parts.take(letter);
  if (!read) return "waits";
  const auto* dead = std::get_if<DeadLetter>(&*read);
  return dead != nullptr ? dead->reason : "taken";
}

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

}  // namespace liftbox::city
