#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/elevator/kept_memory.hpp"

namespace liftbox::test {
namespace {

using nlohmann::json;

const MemoryAnchor after_an_hour{"boot", at(1h), 1'780'000'000'000, true};

Bench bench() {
  return Bench{{lines({car_moving, door_zone, door_closed, presence})}, {}, {}, after_an_hour.now};
}

json saved() {
  Bench lift = bench();
  Journal kept = journal();
  OpenIncident& open = kept.open_incidents.emplace_back();
  open.id = "epoch:7";
  open.type = EventType::entrapment;
  return json::parse(save_memory(lift.lift, kept, after_an_hour));
}

/// Why a memory with this in this place is refused; nothing of it is taken up.
std::string refusal_of(const json& memory) {
  Bench lift = bench();
  Journal kept = journal();
  const std::string untouched = save_memory(lift.lift, kept, after_an_hour);
  try {
    restore_memory(memory.dump(), lift.lift, kept, after_an_hour);
  } catch (const std::runtime_error& refusal) {
    CHECK(save_memory(lift.lift, kept, after_an_hour) == untouched);
    return refusal.what();
  }
  return "taken up";
}
std::string refusal(const char* place, const json& value) {
  json memory = saved();
  memory[json::json_pointer{place}] = value;
  return refusal_of(memory);
}

const json series{{"last", {120}}, {"cycles", 1}, {"today", 1}, {"medians", {120}}, {"slowest", {120}}};
const json trend{{"t", {120}}, {"b", 120}, {"s", 3000}};

}  // namespace

TEST_CASE("a memory that is whole is taken up") {
  CHECK(refusal_of(saved()) == "taken up");
  CHECK(refusal("/lift/brake_dossier/series/set_1", series) == "taken up");
  CHECK(refusal("/lift/brake_timing/trends/set 1", trend) == "taken up");
  CHECK(refusal("/lift/entrapment/stage", 2) == "taken up");
  CHECK(refusal("/incidents/0/phase", 6) == "taken up");
}

TEST_CASE("a number that no enumeration has is refused, with its place") {
  CHECK(refusal("/lift/entrapment/stage", 3) == "entrapment.stage: out of its range: 3");
  CHECK(refusal("/lift/entrapment/place", 200) == "entrapment.place: out of its range: 200");
  CHECK(refusal("/lift/car/occupancy/occupancy", -1) == "car.occupancy.occupancy: out of its range: -1");
  CHECK(refusal("/incidents/0/severity", 3) == "incidents.0.severity: out of its range: 3");
  CHECK(refusal("/incidents/0/type", "no_such") == "incidents.0.type: unknown event type \"no_such\"");
}

TEST_CASE("a number with which nobody could reckon is refused") {
  constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max();
  CHECK(refusal("/lift/entrapment/stopped", far) ==
        "entrapment.stopped: out of its range: 9223372036854775807");
  CHECK(refusal("/lift/entrapment/stopped", 1e300) == "entrapment.stopped: no whole number");
  CHECK(refusal("/lift/car/motion/completed_runs", 1'000'000'001) ==
        "car.motion.completed_runs: out of its range: 1000000001");
  CHECK(refusal("/sealed/seq", -1) == "sealed.seq: out of its range: -1");
  CHECK(refusal("/now_ms", -far) == "now_ms: out of its range: -9223372036854775807");
  CHECK(refusal("/lift/statistics/ledger/open_hour", 9'000'000'000) ==
        "statistics.ledger: its numbers do not fit together");
  CHECK(refusal("/lift/statistics/ledger/total/starts", {{"5x", 1}}) ==
        "statistics.ledger.total.starts.5x: not known by a number");
}

TEST_CASE("what is of another kind, or longer than anything a box keeps, is refused") {
  CHECK(refusal("/lift/entrapment", 7) == "entrapment: no object");
  CHECK(refusal("/lift/entrapment/possible", 1) == "entrapment.possible: neither true nor false");
  CHECK(refusal("/lift/brake_timing/slow", {{"a", 1}}) == "brake_timing.slow: no list of at most 4096");
  CHECK(refusal("/lift/brake_timing/slow", json(5000, 1)) == "brake_timing.slow: no list of at most 4096");
  CHECK(refusal("/lift/brake_timing/windows", json::array()) ==
        "brake_timing.windows: no table of at most 4096");
  CHECK(refusal("/incidents/0/id", 7) == "incidents.0.id: no text");
}

TEST_CASE("what grows beyond the most that is taken up is saved as that") {
  json memory = saved();
  memory["lift"]["car"]["motion"]["completed_runs"] = 1'000'000'000;
  Bench lift = bench();
  Journal kept = journal();
  restore_memory(memory.dump(), lift.lift, kept, after_an_hour);
  lift.set(1h + 1s, {{car_moving, 1}});
  lift.set(1h + 10s, {{car_moving, 0}});
  lift.set(1h + 20s, {{presence, 0}});
  REQUIRE(lift.car().motion().memory.completed_runs == 1'000'000'001);
  const json later =
      json::parse(save_memory(lift.lift, kept, {"boot", at(1h + 20s), 1'780'000'020'000, true}));
  CHECK(later["lift"]["car"]["motion"]["completed_runs"] == 1'000'000'000);
  CHECK(refusal_of(later) == "taken up");
}

TEST_CASE("times of a brake that do not fit together are refused") {
  const char* const unfit = "brake_dossier.series.set_1: its numbers do not fit together";
  const auto with = [](json from, const char* member, const json& value) {
    from[member] = value;
    return from;
  };
  const char* const place = "/lift/brake_dossier/series/set_1";
  CHECK(refusal(place, with(series, "slowest", json::array())) == unfit);
  CHECK(refusal(place, with(series, "last", json::array())) == unfit);
  CHECK(refusal(place, with(series, "today", -3)) == unfit);
  CHECK(refusal("/lift/brake_timing/trends/set 1", with(trend, "s", 0)) ==
        "brake_timing.trends.set 1: its numbers do not fit together");
}

}  // namespace liftbox::test
