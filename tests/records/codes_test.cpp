#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/records/journal.hpp"

using namespace liftbox;
using nlohmann::json;

namespace {

const CodeTable::Codes door{2, 6, 2, {}, {}};
const CodeTable::Codes reopened{2, 6, 14, {}, {}};
const CodeTable::Codes at_landing{{}, {}, 93, {}, {}};

CodeTable table(const std::string& region, const std::string& extends) {
  CodeTable codes;
  codes.region = region;
  codes.extends = extends;
  codes.codes = {{"door_close_fault", door},
                 {"door_close_fault.reopened", reopened},
                 {"entrapment", {}},
                 {"entrapment.in_zone", at_landing}};
  return codes;
}

class Codes {
 public:
  explicit Codes(CodeTable codes) : journal{{"box-1", ""}, std::move(codes), {"e", 0, {}}} {}

  json of(EventType type, Phase phase, const Evidence& evidence = {}) {
    Occurrence said;
    said.event = {type, phase, {}, {}, Confidence::certain, {}, evidence};
    return json::parse(journal.write(said, {.clock = "synced", .boot = "b"}).bytes).at("codes");
  }

  Journal journal;
};

constexpr auto door_fault = EventType::door_close_fault;

}  // namespace

TEST_CASE("a record gives the region's number beside the national one") {
  Codes codes{table("here", "national")};
  CHECK(codes.of(door_fault, Phase::raised, DoorEvidence{DoorEvidence::Why::not_shut, 0}) ==
        json{{"bacnet", 6}, {"gb24476", 2}, {"here", 2}});
  SECTION("and a region that is the nation gives one") {
    codes.journal.change({}, table("national", ""));
    CHECK(codes.of(door_fault, Phase::cleared) == json{{"bacnet", 6}, {"gb24476", 2}});
  }
  SECTION("and nothing for what has none") {
    CHECK(codes.of(EventType::overspeed, Phase::raised) == json::object());
  }
}

TEST_CASE("a case that a region numbers apart has its number from the first record to the last") {
  Codes codes{table("here", "national")};
  const json as_reopened{{"bacnet", 6}, {"gb24476", 2}, {"here", 14}};
  CHECK(codes.of(door_fault, Phase::raised, DoorEvidence{DoorEvidence::Why::reopened, 6}) == as_reopened);
  CHECK(codes.of(door_fault, Phase::cleared) == as_reopened);
  CHECK(codes.of(door_fault, Phase::raised, DoorEvidence{DoorEvidence::Why::not_shut, 0}).at("here") == 2);
  CHECK(codes.of(door_fault, Phase::cleared).at("here") == 2);
}

TEST_CASE("an entrapment is numbered by where the car is") {
  Codes codes{table("here", "national")};
  EntrapmentEvidence trapped;
  CHECK(codes.of(EventType::entrapment, Phase::suspected, trapped) == json::object());
  trapped.place = EntrapmentEvidence::Place::in_zone;  // a rescue device fetched the car, its doors stay shut
  CHECK(codes.of(EventType::entrapment, Phase::confirmed, trapped) == json{{"here", 93}});
}
