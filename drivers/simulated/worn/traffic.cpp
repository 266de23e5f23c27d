#include "drivers/simulated/worn/traffic.hpp"

#include <array>
#include <cstddef>
#include <numeric>

namespace liftbox::worn {
namespace {

/// Shares of the day, hour by hour, and of it how many ride up from the ground.
struct Day {
  double rides;
  double weekend;  ///< against a working day
  std::array<double, 24> shares;
  std::array<double, 24> up;
};

constexpr Day residential{
    260,
    1.1,
    {1, 0.5, 0.3, 0.2, 0.3, 1, 4, 9, 8, 5, 4, 5, 6, 5, 4, 4, 5, 8, 9, 7, 5, 4, 3, 2},
    {.7, .7, .6, .5, .4, .2, .15, .15, .25, .35, .45, .5, .5, .5, .5, .5, .6, .7, .75, .7, .6, .6, .6, .65}};
constexpr Day office{
    700,
    0.1,
    {0.1, 0, 0, 0, 0, 0.2, 1, 5, 13, 9, 5, 7, 11, 9, 6, 6, 6, 9, 7, 3, 2, 1, 0.5, 0.2},
    {.5, .5, .5, .5, .5, .8, .9, .9, .85, .7, .5, .3, .4, .7, .5, .5, .4, .2, .15, .2, .2, .2, .2, .3}};
constexpr Day hospital{
    900,
    0.7,
    {1, 1, 0.8, 0.8, 1, 1.5, 3, 6, 8, 8, 7, 6, 6, 6, 7, 7, 6, 5, 5, 5, 3, 2, 2, 1.5},
    {.5, .5, .5, .5, .5, .5, .55, .6, .6, .55, .5, .5, .5, .5, .55, .5, .45, .45, .5, .5, .4, .4, .45, .5}};

const Day& day_of(Traffic traffic) {
  switch (traffic) {
    case Traffic::office:
      return office;
    case Traffic::hospital:
      return hospital;
    case Traffic::residential:
      break;
  }
  return residential;
}

int other_landing(int landing, int landings, Dice& dice) {
  const int drawn = dice.between(1, landings - 1);
  return drawn >= landing ? drawn + 1 : drawn;
}

}  // namespace

int hour_of_day(const Setup& setup, Time now) {
  return static_cast<int>((now / hour + setup.first_hour) % 24);
}

double rides_an_hour(const Setup& setup, Time now) {
  const Day& of = day_of(setup.building.traffic);
  const double rides = setup.building.rides_per_day > 0 ? setup.building.rides_per_day : of.rides;
  const double whole = std::accumulate(of.shares.begin(), of.shares.end(), 0.0);
  const bool weekend = (now / hour + setup.first_hour) / 24 % 7 >= 5;
  const auto at = static_cast<std::size_t>(hour_of_day(setup, now));
  return rides * of.shares.at(at) / whole * (weekend ? of.weekend : 1);
}

Ride draw_ride(const Building& building, int hour_of_day, Dice& dice) {
  constexpr double between_floors = 0.08;
  constexpr std::array<double, 4> more{0.28, 0.3, 0.35, 0.4};
  int persons = 1;
  for (const double another : more) {
    if (!dice.chance(another)) break;
    ++persons;
  }
  const int above = dice.between(2, building.landings);
  if (dice.chance(between_floors)) return {above, other_landing(above, building.landings, dice), persons};
  const bool up = dice.chance(day_of(building.traffic).up.at(static_cast<std::size_t>(hour_of_day)));
  return up ? Ride{1, above, persons} : Ride{above, 1, persons};
}

}  // namespace liftbox::worn
