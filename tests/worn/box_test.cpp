#include <catch2/catch.hpp>

#include "tests/worn/ride.hpp"

namespace liftbox::worn::test {
namespace {

std::vector<Truth> of_kind(const Told& told, std::string_view kind) {
  std::vector<Truth> those;
  std::copy_if(told.truths.begin(), told.truths.end(), std::back_inserter(those),
               [&](const Truth& truth) { return truth.kind == kind; });
  return those;
}

}  // namespace

TEST_CASE("a box whose mains fail runs on its battery, and its converter is heard while the bus is silent") {
  const Told told = ride(one_incident(Incident::power_cut_standing), 3, one_day);
  const std::vector<Truth> cuts = of_kind(told, "box_on_battery");
  REQUIRE(cuts.size() == 1);
  CHECK(cuts.front().from_ms == of_kind(told, "mains_lost").front().from_ms);
  CHECK(cuts.front().upto_ms == of_kind(told, "mains_lost").front().upto_ms);
  std::int32_t lowest = 20'000;
  std::int64_t told_at = 0;
  std::int64_t longest_silence = 0;
  Picture picture;
  for (const Sample& sample : told.samples) {
    picture.see(sample);
    const bool on_battery = sample.t_ms > cuts.front().from_ms && sample.t_ms < cuts.front().upto_ms;
    if (sample.signal != Signal::battery_mv || !on_battery) continue;
    CHECK(picture[Signal::box_power] == 0);
    CHECK(sample.value < 12'750);
    if (told_at != 0) longest_silence = std::max(longest_silence, sample.t_ms - told_at);
    told_at = sample.t_ms;
    lowest = std::min(lowest, sample.value);
  }
  CHECK(lowest < 12'700);
  constexpr std::int64_t ten_minutes = 600'000;
  CHECK(longest_silence < ten_minutes);  // told when it changes
  CHECK(picture[Signal::box_power] == 1);
  CHECK(picture[Signal::battery_mv] == 13'650);
}

TEST_CASE("an old battery is low long before a new one") {
  const auto low_after = [](bool old) -> std::int64_t {
    Setup setup = one_incident(Incident::box_unplugged);
    setup.days = 2;
    if (old) setup.at.insert(setup.at.begin(), {one_day / 4, Incident::box_battery_old});
    for (std::uint64_t seed = 1; seed < 100; ++seed) {
      const Told told = ride(setup, seed, one_day);
      const std::vector<Truth> low = of_kind(told, "battery_low");
      if (!low.empty()) return low.front().from_ms - of_kind(told, "box_on_battery").front().from_ms;
    }
    return -1;
  };
  const std::int64_t when_old = low_after(true);
  CHECK(when_old > 0);
  CHECK(low_after(false) > 2 * when_old);
}

TEST_CASE("who skips a visit comes to the next") {
  Setup setup;
  setup.days = 60;
  setup.at.emplace_back(20 * one_day, Incident::maintenance_skipped);
  std::int64_t longest = 0;
  std::int64_t last = 0;
  const std::vector<Truth> visits = of_kind(ride(setup, 1, one_day), "visit");
  for (const Truth& visit : visits) {
    longest = std::max(longest, visit.from_ms - last);
    last = visit.from_ms;
  }
  CHECK(visits.size() >= 2);
  CHECK(longest > 29 * one_day);
  CHECK(longest < 31 * one_day);
}

}  // namespace liftbox::worn::test
