#include <catch2/catch.hpp>

#include "tests/eval/dues_sensors.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;
using Facts = std::vector<std::pair<std::string, std::int64_t>>;

constexpr std::int64_t begins = 43'200'000;

worn::Truth stuck(const Facts& facts) {
  return {"switch_stuck", "switch_stuck", begins, begins + 6 * 3'600'000, facts};
}

/// How long after it began they have to be said.
std::vector<Duration> noticed(EventType type, const std::vector<worn::Truth>& truths) {
  std::vector<Duration> found;
  for (const Due& one : sensor_dues(worn::Setup{}, truths))
    if (one.type == type && one.at != never) found.push_back(one.at.time_since_epoch() - Duration{begins});
  return found;
}

using Dues = std::vector<Duration>;

}  // namespace

TEST_CASE("a door's switch that sticks at closed is a conflict a second after the door is open") {
  const Facts opens{{"open_ms", begins + 60'000}, {"open_upto_ms", begins + 61'000},
                    {"open_ms", begins + 80'000}, {"open_upto_ms", begins + 84'000},
                    {"shut_ms", begins + 87'000}, {"shut_upto_ms", begins + 120'000}};
  const auto with = [&](const char* signal, int value) {
    Facts facts{{signal, value}};
    facts.insert(facts.end(), opens.begin(), opens.end());
    return stuck(facts);
  };
  CHECK(noticed(EventType::sensor_conflict, {with("door_closed", 1)}) == Dues{81s});
  CHECK(noticed(EventType::sensor_conflict, {with("door_closed", 0)}).empty());
  CHECK(noticed(EventType::sensor_conflict, {with("door_open", 1)}) == Dues{88s});
  SECTION("not where another sensor lied shortly before, or the bus is silent") {
    const worn::Truth before{"register_frozen", "", begins - 60'000, begins - 30'000, {{"load_kg", 0}}};
    CHECK(noticed(EventType::sensor_conflict, {before, with("door_closed", 1)}).empty());
    const worn::Truth silent{"bus_silent", "", begins + 10'000, begins + 20'000, {}};
    CHECK(noticed(EventType::sensor_conflict, {silent, with("door_closed", 1)}).empty());
  }
}

TEST_CASE("a switch that does not move is due with the last of the runs that are too many") {
  const auto runs = [](const char* signal, int times) {
    Facts facts{{signal, 1}};
    for (int i = 1; i <= times; ++i) facts.emplace_back("ran_ms", begins + i * 60'000);
    return stuck(facts);
  };
  CHECK(noticed(EventType::sensor_stuck, {runs("door_locked", 49)}).empty());
  CHECK(noticed(EventType::sensor_stuck, {runs("door_locked", 50)}) == Dues{50min + 2s});
  CHECK(noticed(EventType::sensor_stuck, {runs("brake_1_released", 50)}) == Dues{50min + 2s});
  CHECK(noticed(EventType::sensor_stuck, {runs("door_zone", 10)}) == Dues{10min + 2s});
  CHECK(noticed(EventType::sensor_stuck, {runs("mains_power", 60)}).empty());
  SECTION("not where a technician jogs meanwhile") {
    const worn::Truth visit{"inspection", "", begins + 60'000, begins + 600'000, {}};
    CHECK(noticed(EventType::sensor_stuck, {visit, runs("door_locked", 50)}).empty());
  }
}

TEST_CASE("a presence that does not change is due after 50 openings with a call or a load") {
  worn::Truth dead{"presence_dead", "presence_dead", begins, begins + 86'400'000, {}};
  for (int i = 1; i <= 50; ++i) dead.facts.emplace_back("opened_for_somebody_ms", begins + i * 600'000);
  CHECK(noticed(EventType::sensor_stuck, {dead}) == Dues{500min + 2s});
  dead.facts.pop_back();
  CHECK(noticed(EventType::sensor_stuck, {dead}).empty());
}

}  // namespace liftbox::eval
