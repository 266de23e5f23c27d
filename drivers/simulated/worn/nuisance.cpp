#include "drivers/simulated/worn/nuisance.hpp"

#include <cmath>
#include <numbers>
#include <string>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {

Nuisance::Nuisance(const Setup& setup, Supply& supply, Crowd& crowd, LoadCell& load, Agenda& agenda,
                   Terminals& terminals, Chronicle& chronicle, std::uint64_t seed)
    : noisy_{setup.noise},
      supply_{supply},
      crowd_{crowd},
      load_{load},
      agenda_{agenda},
      terminals_{terminals},
      chronicle_{chronicle},
      dice_{seed, 10} {}

void Nuisance::begin(Time now) {
  agenda_.set(Due::weather, now + hour);
  if (!noisy_) return;
  agenda_.set(Due::dip, next(noise::mains::dips_a_year, now));
  agenda_.set(Due::hiccup, next(noise::bus::hiccups_a_year, now));
  agenda_.set(Due::freeze, next(noise::bus::freezes_a_year, now));
  agenda_.set(Due::clock, next(noise::clock::steps_a_year, now));
}

Time Nuisance::next(double a_year, Time now) {
  return now + dice_.waiting(year_ms / a_year);
}

/// The cabinet is warmest in the afternoon and in summer; the load cell wanders.
void Nuisance::weather(Time now) {
  agenda_.set(Due::weather, now + hour);
  constexpr double mean = 240;  // 0.1 degC
  constexpr double warmest = 15.0 / 24;
  const auto turn = [](double share) { return std::cos(2 * std::numbers::pi * share); };
  const double tenths = mean +
                        10 * noise::brake::season_kelvin * turn(static_cast<double>(now) / year_ms - 0.5) +
                        10 * noise::brake::day_kelvin * turn(static_cast<double>(now % day) / day - warmest);
  terminals_.tell(Signal::cabinet_temperature, static_cast<int>(std::lround(tenths)), now);
  load_.drift();
  load_.weigh(crowd_.load_kg(), now);
}

void Nuisance::dip(Time now) {
  agenda_.set(Due::dip, next(noise::mains::dips_a_year, now));
  supply_.cut(dice_.skewed(noise::mains::dip_ms, 0.8), true, now);
}

void Nuisance::hiccup(Time now) {
  hiccup_ = !hiccup_;
  terminals_.silence(Terminals::Silence::hiccup, hiccup_, now);
  agenda_.set(Due::hiccup, hiccup_ ? now + dice_.skewed(noise::bus::hiccup_ms, 1.0)
                                   : next(noise::bus::hiccups_a_year, now));
}

void Nuisance::freeze(Time now) {
  if (freeze_ != Chronicle::none) {
    terminals_.freeze(frozen_, false, now);
    chronicle_.end(freeze_, now);
    return agenda_.set(Due::freeze, next(noise::bus::freezes_a_year, now));
  }
  frozen_ = any_register();
  terminals_.freeze(frozen_, true, now);
  freeze_ =
      chronicle_.begin("register_frozen", now, {{std::string{name(frozen_)}, terminals_.truth(frozen_)}});
  agenda_.set(Due::freeze, now + dice_.skewed(noise::bus::frozen_ms, 1.0));
}

Signal Nuisance::any_register() {
  return static_cast<Signal>(dice_.between(0, static_cast<int>(index(Signal::cabinet_temperature))));
}

void Nuisance::clock(Time now) {
  agenda_.set(Due::clock, next(noise::clock::steps_a_year, now));
  const auto seconds = static_cast<double>(dice_.skewed(noise::clock::step_s, 1.5));
  const int step = static_cast<int>(dice_.chance(0.5) ? seconds : -seconds);
  terminals_.clock_steps(step, now);
  chronicle_.happened("clock_stepped", chronicle_.cause(), now, now, {{"seconds", step}});
}

}  // namespace liftbox::worn
