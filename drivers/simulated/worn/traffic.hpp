#pragma once

#include "drivers/simulated/worn/dice.hpp"
#include "drivers/simulated/worn/setup.hpp"

namespace liftbox::worn {

struct Ride {
  int from;
  int to;
  int persons;
};

/// How many come an hour at this time of the week.
double rides_an_hour(const Setup& setup, Time now);
Ride draw_ride(const Building& building, int hour_of_day, Dice& dice);
int hour_of_day(const Setup& setup, Time now);

}  // namespace liftbox::worn
