#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/eval/dues_faults.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;
using Facts = std::vector<std::pair<std::string, std::int64_t>>;
using Truths = std::vector<worn::Truth>;

constexpr std::int64_t noon = 43'200'000;

/// Something that lasts so long, from noon on.
worn::Truth truly(const std::string& kind, Duration lasts, const Facts& facts = {}) {
  return {kind, "drawn", noon, noon + lasts.count(), facts};
}

/// How long after noon they have to be said.
std::vector<Duration> due(EventType type, const Truths& truths) {
  const worn::Setup setup;
  std::vector<Duration> found;
  for (const Due& one : fault_dues(setup, truths))
    if (one.type == type && one.at != never) found.push_back(one.at.time_since_epoch() - Duration{noon});
  std::sort(found.begin(), found.end());
  return found;
}

using Dues = std::vector<Duration>;

}  // namespace

TEST_CASE("a door that stays open is due by the first sign that it should shut, or by its sixth reopening") {
  const auto open = [](Duration lasts, Facts facts) { return truly("door_open_long", lasts, facts); };
  const Facts sign{{"mode", 1}, {"plain_sign_ms", noon + 5000}};
  CHECK(due(EventType::door_close_fault, {open(200s, sign)}) == Dues{185s});
  CHECK(due(EventType::door_close_fault, {open(185s, sign)}).empty());
  CHECK(due(EventType::door_close_fault, {open(200s, {})}).empty());
  Facts again = sign;
  for (int i = 1; i <= 6; ++i) again.emplace_back("open_again_ms", noon + i * 10'000);
  CHECK(due(EventType::door_close_fault, {open(200s, again)}) == Dues{60s});
  SECTION("not in a mode of its own") {
    CHECK(due(EventType::door_close_fault, {open(200s, sign), truly("fire_return", 20s)}).empty());
  }
  SECTION("nor where a register of it lies, or the bus is silent") {
    CHECK(due(EventType::door_close_fault,
              {open(200s, sign), truly("register_frozen", 20s, {{"door_closed", 0}})})
              .empty());
    CHECK(due(EventType::door_close_fault, {open(200s, sign), truly("bus_silent", 2s)}).empty());
    CHECK(due(EventType::door_close_fault,
              {open(200s, sign), truly("register_frozen", 20s, {{"load_kg", 0}})}) == Dues{185s});
  }
}

TEST_CASE("a chain that opens under way is due at once, one at a landing or before an open door is not") {
  const auto chain = [](std::int64_t moving, std::int64_t stands_in_zone) {
    return truly("safety_chain_open", 60s,
                 {{"moving", moving}, {"shut", 1}, {"mode", 1}, {"stood_in_zone", stands_in_zone}});
  };
  CHECK(due(EventType::safety_chain_open, {chain(1, 0)}) == Dues{200ms});
  CHECK(due(EventType::safety_chain_open, {chain(0, 0)}).empty());
  CHECK(due(EventType::safety_chain_open, {chain(1, 1)}).empty());
  SECTION("nor one that a door kept open until a moment ago") {
    worn::Truth open = truly("moves_with_open_door", 5s, {{"began_open", 1}});
    open.from_ms -= 5'500;
    open.upto_ms -= 5'500;
    CHECK(due(EventType::safety_chain_open, {open, chain(1, 0)}).empty());
  }
}

TEST_CASE("a code is due once the car has stood for 10 s, unless the chain explains it") {
  const worn::Truth code =
      truly("controller_fault", 60s,
            {{"moving", 1}, {"mode", 1}, {"stood_ms", noon + 2000}, {"last_run_ms", noon - 60'000}});
  CHECK(due(EventType::restart_prevented, {code}) == Dues{12s});
  CHECK(due(EventType::restart_prevented, {code, truly("safety_chain_open", 60s)}).empty());
  worn::Truth soon_again = code;  // before the next run
  soon_again.from_ms += 300'000;
  soon_again.upto_ms += 300'000;
  CHECK(due(EventType::restart_prevented, {code, soon_again}) == Dues{12s});
}

TEST_CASE("an arm that does not follow its coil is due after a second, by hand it is not") {
  const auto arm = [](Duration lasts) { return truly("brake_arm_set", lasts, {{"arm", 1}, {"dropped", 0}}); };
  CHECK(due(EventType::brake_not_released, {arm(1100ms)}) == Dues{1s});
  CHECK(due(EventType::brake_not_released, {arm(1050ms)}).empty());
  CHECK(due(EventType::brake_not_released, {arm(1100ms), truly("inspection", 10s)}).empty());
  CHECK(due(EventType::brake_not_set, {arm(1100ms)}).empty());
}

TEST_CASE("a mode is due when it has lasted for a second, and so is normal service after it") {
  CHECK(due(EventType::mode_fire_return, {truly("fire_return", 60s)}) == Dues{1s});
  CHECK(due(EventType::mode_normal, {truly("fire_return", 60s)}) == Dues{61s});
  CHECK(due(EventType::mode_fire_return, {truly("fire_return", 3s)}).empty());
  SECTION("another mode follows") {
    worn::Truth firefighter = truly("firefighter", 60s);
    firefighter.from_ms += 60'000;
    firefighter.upto_ms += 60'000;
    CHECK(due(EventType::mode_normal, {truly("fire_return", 60s), firefighter}) == Dues{121s});
  }
}

TEST_CASE("a motor that moves nothing is due by its code after 10 s, and after 45 s as such") {
  const worn::Truth driven =
      truly("driven_without_movement", 58s, {{"mode", 1}, {"last_run_ms", noon - 60'000}});
  CHECK(due(EventType::restart_prevented, {driven}) == Dues{10s});
  CHECK(due(EventType::run_time_limiter, {driven}) == Dues{45s});
}

}  // namespace liftbox::eval
