#include "agent/daemon/incident_cause.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace liftbox;
using nlohmann::json;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t over_ms = 100 * day_ms;

CodeTable national() {
  CodeTable codes;
  codes.region = "national";
  codes.rescue_causes["0302"] = {Cause::landing_door_lock, "厅门锁", "landing door lock"};
  codes.rescue_causes["0502"] = {std::nullopt, "导轨润滑", "rail lubrication"};
  return codes;
}

StoredRecord record(const char* phase, const json& evidence, const char* type = "entrapment") {
  StoredRecord stored;
  stored.record.type = type;
  stored.record.time_ms = over_ms;
  stored.record.bytes = json{{"phase", phase}, {"evidence", evidence}}.dump();
  return stored;
}

std::vector<StoredRecord> life() {
  return {record("suspected", json::object()),
          record("confirmed", {{"causes", {{{"cause", "landing_door_lock"}, {"code", "0302"}}}}}),
          record("cleared", json::object())};
}

std::string refusal(const CauseSaid& said, const std::vector<StoredRecord>& records,
                    std::int64_t now_ms = over_ms, const CodeTable& codes = national()) {
  try {
    accept_cause(said, codes, records, now_ms);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("who names the cause that the box suggested confirms it, another corrects it") {
  const CauseSaidEvidence confirmed =
      accept_cause({"e:118", "0302", "4711", "worn"}, national(), life(), over_ms);
  CHECK(confirmed.incident == "e:118");
  CHECK(confirmed.suggested);
  CHECK(confirmed.by == "4711");
  CHECK(confirmed.note == "worn");
  CHECK_FALSE(accept_cause({"e:118", "0502", "4711", ""}, national(), life(), over_ms).suggested);
}

TEST_CASE("a cause that cannot be meant is refused, and what to do is said") {
  const CauseSaid good{"e:118", "0302", "4711", ""};
  CHECK(refusal(good, life()).empty());
  CHECK(refusal({"e:118", "0399", "4711", ""}, life()) ==
        "0399 is no cause of region national: `liftctl incident causes` lists them");
  CodeTable without;
  without.region = "here";
  CHECK(refusal(good, life(), over_ms, without) ==
        "region here has no [rescue_causes]: its file must list them first");
  CHECK(refusal(good, {}) ==
        "no such entrapment is in the store: `liftctl events --type entrapment` lists them");
  CHECK(refusal(good, {record("raised", json::object(), "source_lost")}) ==
        "no such entrapment is in the store: `liftctl events --type entrapment` lists them");
  CHECK(refusal(good, {record("suspected", json::object()), record("cleared", json::object())}) ==
        "it was only suspected: nobody was shut in");
  CHECK(refusal({"e:118", "0302", "", ""}, life()) == "a work number has 1 to 64 bytes");
  CHECK(refusal({"e:118", "0302", "4711", std::string(501, 'x')}, life()) ==
        "the note is longer than 500 bytes");
}

TEST_CASE("the cause may be said for ninety days") {
  const CauseSaid said{"e:118", "0302", "4711", ""};
  CHECK(refusal(said, life(), over_ms + 90 * day_ms).empty());
  CHECK(refusal(said, life(), over_ms + 90 * day_ms + 1) == "it was over more than 90 days ago");
}

TEST_CASE("the causes of a region, and which of them the box can suggest") {
  CHECK(rescue_causes_json(national()) ==
        json::parse(
            R"([{"code": "0302", "cause": "landing_door_lock", "zh": "厅门锁", "en": "landing door lock"},
                        {"code": "0502", "cause": null, "zh": "导轨润滑", "en": "rail lubrication"}])"));
}
