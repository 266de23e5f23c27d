#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <numbers>
#include <random>

#include "agent/elevator/brake/brake_trend.hpp"

// How early, and how often in vain, a brake is said to degrade: many brakes with the noise of the field, as
// far as we can guess it. Nothing here is a measurement; the guesses are the constants of `Noise`.
// LIFTBOX_BRAKE_YEARS=100 runs as many healthy lift-years as the bar asks for.
namespace liftbox::test {
namespace {

constexpr int cycles_a_year = 300'000;
constexpr int cycles_a_day = cycles_a_year / 365;
constexpr Duration between_cycles = Duration{std::chrono::hours{24 * 365}} / cycles_a_year;

/// Of one arm's release or set times while it is healthy.
struct Noise {
  double base_ms = 200;
  double sigma_ms = 5;
  double season = 0.04;       ///< of the base, either way: a machine room from winter to summer
  double day = 0.015;         ///< likewise, from the night to the rush hour
  double slow_one_in = 5000;  ///< a cycle that is far slower for no reason that lasts
  double phase = 0;

  static Noise any(std::mt19937_64& random) {
    Noise noise;
    noise.base_ms = std::uniform_real_distribution{150.0, 350.0}(random);
    noise.sigma_ms = std::uniform_real_distribution{2.0, 10.0}(random);
    noise.phase = std::uniform_real_distribution{0.0, 1.0}(random);
    return noise;
  }

  double healthy(int cycle, std::mt19937_64& random) const {
    constexpr double turn = 2 * std::numbers::pi;
    const double year = std::sin(turn * (phase + static_cast<double>(cycle) / cycles_a_year));
    const double hour = std::sin(turn * static_cast<double>(cycle % cycles_a_day) / cycles_a_day);
    double ms = base_ms * (1 + season * year + day * hour);
    ms += std::normal_distribution{0.0, sigma_ms}(random);
    if (std::uniform_real_distribution{0.0, slow_one_in}(random) < 1)
      ms += std::uniform_real_distribution{60.0, 300.0}(random);
    return ms;
  }
};

/// The hard limit: slower than 500 ms in three of ten cycles.
struct HardLimit {
  std::deque<bool> slow;

  bool reached(double ms) {
    slow.push_back(ms > 500);
    if (slow.size() > 10) slow.pop_front();
    return std::count(slow.begin(), slow.end(), true) >= 3;
  }
};

Duration whole(double ms) {
  return Duration{std::max<std::int64_t>(1, std::lround(ms))};
}

const Rules rules;
const BrakeTrendJudge judge{rules.brake, false};

/// Cycles between the warning and the hard limit; nothing: it came too late, or never.
template <class Wear>
std::optional<int> warned_before(std::uint64_t seed, Wear wear) {
  std::mt19937_64 random{seed};
  const Noise noise = Noise::any(random);
  constexpr int healthy_cycles = 2000;
  BrakeTrend trend;
  HardLimit hard;
  std::optional<int> warned;
  for (int cycle = 0; cycle < 2 * cycles_a_year; ++cycle) {
    const double ms =
        noise.healthy(cycle, random) + (cycle < healthy_cycles ? 0 : wear(cycle - healthy_cycles, random));
    if (hard.reached(ms)) return warned ? std::optional{cycle - *warned} : std::nullopt;
    judge.add(trend, whole(ms), Moment{cycle * between_cycles});
    if (!warned && (trend.grows || trend.sticks)) warned = cycle;
  }
  return std::nullopt;
}

struct Recall {
  int warned = 0;
  int of = 0;
  std::vector<int> cycles_left;
};

template <class Wear>
Recall recall_of(Wear wear) {
  Recall recall;
  for (std::uint64_t seed = 1; seed <= 200; ++seed, ++recall.of)
    if (const auto left = warned_before(seed, wear)) {
      ++recall.warned;
      recall.cycles_left.push_back(*left);
    }
  std::sort(recall.cycles_left.begin(), recall.cycles_left.end());
  return recall;
}

void print(const char* what, const Recall& recall) {
  std::cout << what << ": " << recall.warned << " of " << recall.of << " warned of before the hard limit";
  if (!recall.cycles_left.empty())
    std::cout << ", " << recall.cycles_left.front() << " cycles before at least, "
              << recall.cycles_left[recall.cycles_left.size() / 2] << " in the median";
  std::cout << std::endl;
}

int years() {
  constexpr int few = 3;
  const char* asked = std::getenv("LIFTBOX_BRAKE_YEARS");
  return asked == nullptr ? few : std::max(1, std::atoi(asked));
}

}  // namespace

TEST_CASE("a set time that grows by 1 ms in 100 cycles") {
  const Recall recall = recall_of([](int worn, std::mt19937_64& /*random*/) { return worn / 100.0; });
  print("growing by 1 ms in 100 cycles", recall);
  CHECK(recall.warned >= recall.of * 95 / 100);
}

TEST_CASE("a plunger that sticks once in 200 cycles, twice as often each 5,000 cycles") {
  const Recall recall = recall_of([](int worn, std::mt19937_64& random) {
    const double sticks = std::min(1.0, 0.005 * std::exp2(worn / 5000.0));
    if (std::uniform_real_distribution{0.0, 1.0}(random) >= sticks) return 0.0;
    return std::uniform_real_distribution{80.0, 600.0}(random);
  });
  print("sticking, one in 200 and more often", recall);
  CHECK(recall.warned >= recall.of * 95 / 100);
}

TEST_CASE("healthy brakes for lift-years: two arms, release and set") {
  constexpr int series = 4;
  const int lift_years = years();
  int warnings = 0;
  for (int lift = 0; lift < lift_years * series; ++lift) {
    std::mt19937_64 random{1000U + static_cast<std::uint64_t>(lift)};
    const Noise noise = Noise::any(random);
    BrakeTrend trend;
    bool before = false;
    for (int cycle = 0; cycle < cycles_a_year; ++cycle) {
      judge.add(trend, whole(noise.healthy(cycle, random)), Moment{cycle * between_cycles});
      const bool now = trend.grows || trend.sticks;
      if (now && !before) ++warnings;
      before = now;
    }
  }
  std::cout << "false warnings in " << lift_years << " healthy lift-years: " << warnings << std::endl;
  CHECK(warnings * 100 <= std::max(lift_years, 100));
}

}  // namespace liftbox::test
