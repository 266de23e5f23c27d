#include "drivers/simulated/worn/brake.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

namespace wear = noise::brake;

// One cycle in 200 sticks at first, twice as often each 5,000 cycles.
constexpr double sticks_one_in = 200;
constexpr double twice_each_cycles = 5000;
constexpr double sticks_at_most = 0.5;
constexpr double sticks_for_ms = 110;
constexpr double sticking_spread = 0.55;

double turn(double share) {
  return std::sin(2 * std::numbers::pi * share);
}

}  // namespace

Brake::Brake(const Setup& setup, Agenda& agenda, Terminals& terminals, std::uint64_t seed)
    : noisy_{setup.noise}, agenda_{agenda}, terminals_{terminals}, dice_{seed, 3}, arms_{} {
  const double release = dice_.between(wear::fastest_release_ms, wear::slowest_release_ms);
  const double set = dice_.between(wear::fastest_set_ms, wear::slowest_set_ms);
  const double sigma = dice_.between(wear::least_sigma_ms, wear::most_sigma_ms);
  for (Arm& arm : arms_) {
    arm.release_ms = release + dice_.normal(0, wear::arms_differ_ms);
    arm.set_ms = set + dice_.normal(0, wear::arms_differ_ms);
    arm.sigma_ms = noisy_ ? sigma : 1;
  }
  season_phase_ = dice_.unit();
}

void Brake::energise(bool on, Time now) {
  if (on == energised_) return;
  energised_ = on;
  terminals_.tell(Signal::brake_command, on, now);
  if (on) {
    ++cycles_;
    cold_ = static_cast<double>(now - last_cycle_) > wear::cold_after_ms;
    cool(now);
    sag(now);
  }
  for (std::size_t i = 0; i < arms; ++i) agenda_.set(due(i), now + time_of(arms_.at(i), on, now));
}

Time Brake::time_of(Arm& arm, bool release, Time now) {
  double ms = release ? arm.release_ms : arm.set_ms;
  if (noisy_) ms += circumstances_ms(ms, release, now);
  if (!release) arm.grown_ms += arm.growth_ms;
  ms += arm.grown_ms + sticking_ms(arm);
  return dice_.about(std::lround(ms), arm.sigma_ms);
}

/// Temperature, a cold start, sagging mains, the lining's honest wear, and what has no reason that lasts.
double Brake::circumstances_ms(double base, bool release, Time now) {
  const double year = static_cast<double>(now) / static_cast<double>(365 * day);
  const double kelvin = wear::season_kelvin * turn(year + season_phase_) +
                        wear::day_kelvin * turn(static_cast<double>(now % day) / day) + heat_kelvin_;
  double ms = wear::healthy_growth_ms * year;
  if (release) ms += base * wear::copper_per_kelvin * wear::release_follows * kelvin;
  if (release && now < sags_until_) ms += base * wear::sag_slower;
  if (cold_) ms += wear::cold_slower_ms;
  if (dice_.one_in(wear::slow_one_in)) ms += dice_.between(wear::slow_by_ms, wear::slow_by_most_ms);
  return ms;
}

double Brake::sticking_ms(const Arm& arm) {
  if (!arm.sludge_since) return 0;
  const double doublings = static_cast<double>(cycles_ - *arm.sludge_since) / twice_each_cycles;
  const double probability = std::min(sticks_at_most, std::exp2(doublings) / sticks_one_in);
  return dice_.chance(probability) ? static_cast<double>(dice_.skewed(sticks_for_ms, sticking_spread)) : 0;
}

void Brake::cool(Time now) {
  heat_kelvin_ *= std::exp(-static_cast<double>(now - last_cycle_) / wear::cools_ms);
  heat_kelvin_ += wear::heat_a_cycle_kelvin;
  last_cycle_ = now;
}

void Brake::sag(Time now) {
  if (now < next_sag_) return;
  if (next_sag_ != 0) sags_until_ = now + wear::sag_lasts;
  next_sag_ = now + dice_.waiting(static_cast<double>(365 * day) / wear::sagging_mains_a_year);
}

void Brake::arm_follows(std::size_t arm, Time now) {
  agenda_.cancel(due(arm));
  Arm& of = arms_.at(arm);
  if (of.stuck && of.released == *of.stuck) return;
  of.released = energised_;
  tell(arm, now);
}

void Brake::tell(std::size_t arm, Time now) {
  terminals_.tell(arm == 0 ? Signal::brake_1_released : Signal::brake_2_released, arms_.at(arm).released,
                  now);
}

void Brake::by_hand(bool released, Time now) {
  for (std::size_t i = 0; i < arms; ++i) {
    agenda_.cancel(due(i));
    arms_.at(i).released = released;
    tell(i, now);
  }
}

void Brake::is_freed(Time now) {
  slips_ = false;
  for (std::size_t i = 0; i < arms; ++i) {
    Arm& arm = arms_.at(i);
    if (arm.stuck && arm.released != energised_) agenda_.set(due(i), now + 1);
    arm.stuck.reset();
  }
}

void Brake::is_taken_apart() {
  for (Arm& arm : arms_) {
    arm.sludge_since.reset();
    arm.growth_ms = arm.grown_ms = 0;
  }
}

}  // namespace liftbox::worn
