#include "agent/records/chain.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "agent/records/canonical.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/sha256.hpp"

using namespace liftbox;
using nlohmann::json;

namespace {

std::vector<Record> written(int count) {
  Journal journal{{"box-1", "10000000000000000001"}, {}, {"e", 0, {}}};
  std::vector<Record> records;
  records.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    records.push_back(journal.write({}, {.wall_ms = 1'767'571'200'000 + i, .clock = "synced", .boot = "b"}));
  return records;
}

ChainBreak first_break(const std::vector<Record>& records) {
  ChainVerifier chain;
  for (const Record& record : records)
    if (const auto broken = chain.next(record)) return *broken;
  return {};
}

/// Writes the body anew, with its hash: a forger who knows the format.
void rewrite(Record& record, const std::function<void(json&)>& change) {
  json body = json::parse(record.bytes);
  change(body);
  record.bytes = body.dump();
  record.hash = sha256(record.bytes);
}

}  // namespace

TEST_CASE("what the journal writes is a chain") {
  const auto records = written(5);
  CHECK(json::parse(records[0].bytes).at("prev") == std::string(64, '0'));
  CHECK(json::parse(records[1].bytes).at("prev") == to_hex(records[0].hash));
  CHECK(canonical(json::parse(records[4].bytes)) == records[4].bytes);

  ChainVerifier chain;
  for (const Record& record : records) CHECK_FALSE(chain.next(record));
  CHECK(chain.verified() == 5);
}

TEST_CASE("the first record that breaks the chain is named") {
  auto records = written(5);
  const auto says = [](const ChainBreak& broken, Seq seq, const std::string& what) {
    CHECK(broken.seq == seq);
    CHECK_THAT(broken.what, Catch::Contains(what));
  };

  SECTION("one is missing") {
    records.erase(records.begin() + 2);
    says(first_break(records), 4, "record 3 should come here");
  }
  SECTION("the first is missing") {
    records.erase(records.begin());
    says(first_break(records), 2, "record 1 should come here");
  }
  SECTION("two changed places") {
    std::swap(records[1], records[2]);
    says(first_break(records), 3, "record 2 should come here");
  }
  SECTION("one was changed") {
    records[2].bytes.replace(records[2].bytes.find("box-1"), 5, "box-2");
    says(first_break(records), 3, "was changed");
  }
  SECTION("one was changed and its hash made anew: the next one tells") {
    rewrite(records[2], [](json& body) { body["device"] = "box-2"; });
    says(first_break(records), 4, "does not follow");
  }
  SECTION("one stands under another's number") {
    rewrite(records[2], [](json& body) { body["seq"] = 7; });
    says(first_break(records), 3, "those of another record");
  }
  SECTION("one comes from another epoch") {
    rewrite(records[2], [](json& body) { body["epoch"] = "f"; });
    says(first_break(records), 3, "those of another record");
  }
  SECTION("a member is gone, or no longer of its type") {
    rewrite(records[2], [](json& body) { body.erase("prev"); });
    says(first_break(records), 3, "does not follow");
    rewrite(records[1], [](json& body) { body["seq"] = "2"; });
    says(first_break(records), 2, "those of another record");
    rewrite(records[0], [](json& body) { body["epoch"] = json::array({1}); });
    says(first_break(records), 1, "those of another record");
  }
  SECTION("the bytes are no record") {
    for (const char* bytes : {"", "[]", "null", "{", "\xFF"}) {
      records[0].bytes = bytes;
      records[0].hash = sha256(bytes);
      says(first_break(records), 1, "no JSON object");
    }
  }
}

TEST_CASE("a record that breaks the chain is not taken up: the right one may still come") {
  const auto records = written(3);
  ChainVerifier chain;
  CHECK_FALSE(chain.next(records[0]));
  CHECK(chain.next(records[2]));
  CHECK(chain.verified() == 1);
  CHECK_FALSE(chain.next(records[1]));
  CHECK_FALSE(chain.next(records[2]));
}
