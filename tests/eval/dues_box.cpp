#include "tests/eval/dues_box.hpp"

#include <algorithm>

#include "drivers/simulated/worn/noise.hpp"
#include "tests/eval/dues_clock.hpp"
#include "tests/eval/facts.hpp"
#include "tests/eval/inspection.hpp"
#include "tests/eval/wall_clock.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;

/// Under the limit for a minute, by a converter that is off by some millivolts, either way.
Due battery_low(const worn::Truth& low) {
  constexpr double off_mv = worn::noise::battery::off_by_mv + 5;  // and what it tells is rounded
  constexpr Duration measured_each{10'000};
  const auto mv_an_hour = static_cast<double>(fact(low, "mv_an_hour").value_or(1));
  const auto off = std::chrono::round<Duration>(off_mv / mv_an_hour * std::chrono::duration<double>{1h});
  const Moment from = at(low.from_ms) - off - measured_each;
  const Moment due = at(low.from_ms) + off + measured_each + 60s;
  const bool lasts = due + patience <= at(low.upto_ms);
  return {EventType::battery_low, low.cause, from, lasts ? due : never, at(low.upto_ms) + 1s, from + 60s};
}

void add_self_tests(const worn::Setup& setup, std::vector<Due>& dues) {
  for (Moment due{10min}; due <= end_of(setup); due += 72h)
    dues.push_back({EventType::self_test, "", due, due, due});
}

/// What the box knows of the wall clock, from each look on that saw it jump.
std::vector<WallTold> walls(const worn::Setup& setup, const std::vector<worn::Truth>& truths) {
  std::vector<WallTold> walls{WallClock{setup}.shows(Moment{})};
  for (const auto& [look, jumps] : clock_looks(truths)) {
    WallTold wall = walls.back();
    wall.wall_ms = wall.ms(look) + jumps.seconds * 1000;
    wall.at = look;
    walls.push_back(wall);
  }
  return walls;
}

/// When that day is first seen to have come.
Moment first_seen(Date day, const std::vector<WallTold>& walls) {
  for (std::size_t i = 0; i < walls.size(); ++i) {
    const Moment seen = std::max(walls[i].at, walls[i].begin_of(day));
    if (i + 1 == walls.size() || seen < walls[i + 1].at) return seen;
  }
  return never;
}

/// 60, 30 and 7 days before, and each day after it until the inspection was made; of days that are seen to
/// have come together, only the last is told.
void add_inspections(const worn::Setup& setup, const std::vector<worn::Truth>& truths,
                     std::vector<Due>& dues) {
  const std::vector<WallTold> wall = walls(setup, truths);
  const Inspection periodical = inspection_of(setup);
  const auto add = [&](Date next, Moment from, Moment upto) {
    std::vector<Date> days;
    for (const int before : {60, 30, 7}) days.push_back(next - std::chrono::days{before});
    constexpr std::chrono::days one{1};
    for (Date day = next + one; first_seen(day, wall) <= upto; day += one) days.push_back(day);
    for (std::size_t i = 0; i < days.size(); ++i) {
      const Moment due = std::max(from, first_seen(days[i], wall));
      const bool not_the_last = i + 1 < days.size() && first_seen(days[i + 1], wall) <= due;
      if (due <= upto && !not_the_last) dues.push_back({EventType::inspection_due, "", due, due, due});
    }
  };
  add(periodical.due, Moment{}, std::min(periodical.made, end_of(setup)));
  if (periodical.made <= end_of(setup)) add(periodical.next, periodical.made, end_of(setup));
}

}  // namespace

std::vector<Due> box_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths) {
  std::vector<Due> dues;
  Moment good_since = long_ago;
  for (const worn::Truth& truth : truths) {
    if (truth.kind != "battery_low") continue;
    dues.push_back(battery_low(truth));
    if (at(truth.from_ms) <= good_since + 60s + patience) dues.back().at = never;  // it still is
    good_since = at(truth.upto_ms);
  }
  add_self_tests(setup, dues);
  add_inspections(setup, truths, dues);
  return dues;
}

}  // namespace liftbox::eval
