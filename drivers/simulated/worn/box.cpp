#include "drivers/simulated/worn/box.hpp"

#include <algorithm>
#include <cmath>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

constexpr Time measures_each = 10 * second;
constexpr double never_under = 0.02;  // of its charge
constexpr double whole_mv = noise::battery::full_mv - noise::battery::empty_mv;

}  // namespace

Box::Box(const Setup& setup, const Machine& machine, Agenda& agenda, Terminals& terminals,
         Chronicle& chronicle, std::uint64_t seed)
    : machine_{machine},
      agenda_{agenda},
      terminals_{terminals},
      chronicle_{chronicle},
      dice_{seed, 14},
      low_mv_{setup.battery_low_mv},
      noisy_{setup.noise},
      lasts_ms_{dice_.between(noise::battery::shortest_ms, noise::battery::longest_ms)} {}

void Box::begin(Time now) {
  since_ = now;
  tell_supply(now);
}

void Box::look(Time now) {
  const bool supplied = machine_.mains() && !unplugged_;
  if (supplied == supplied_) return;
  supplied_ = supplied;
  if (supplied) {
    discharge(now);
    agenda_.cancel(Due::battery);
    chronicle_.end(low_, now);
    chronicle_.end(on_battery_, now);
  } else {
    charge_ = std::min(1.0, charge_ + static_cast<double>(now - since_) / noise::battery::charges_ms);
    since_ = now;
    on_battery_ = chronicle_.begin("box_on_battery", now, {{"charge_percent", std::lround(100 * charge_)}});
  }
  tell_supply(now);
  if (!supplied) measure(now);
}

void Box::tell_supply(Time now) {
  terminals_.tell(Signal::box_power, supplied_, now);
  if (supplied_) terminals_.tell(Signal::battery_mv, noise::battery::floats_at_mv, now);
}

double Box::mv() const {
  return noise::battery::empty_mv + whole_mv * charge_;
}

double Box::mv_an_hour() const {
  return whole_mv * hour / (lasts_ms_ * share_);
}

void Box::discharge(Time now) {
  charge_ = std::max(never_under, charge_ - static_cast<double>(now - since_) / (lasts_ms_ * share_));
  since_ = now;
}

void Box::measure(Time now) {
  discharge(now);
  if (mv() < low_mv_ && low_ == Chronicle::none)
    low_ = chronicle_.begin("battery_low", now, {{"mv_an_hour", std::lround(mv_an_hour())}});
  const double off = noisy_ ? dice_.between(-noise::battery::off_by_mv, noise::battery::off_by_mv) : 0;
  constexpr double step_mv = 10;
  terminals_.tell(Signal::battery_mv, static_cast<int>(step_mv * std::round((mv() + off) / step_mv)), now);
  agenda_.set(Due::battery, now + measures_each);
}

void Box::unplug(bool unplugged, Time now) {
  unplugged_ = unplugged;
  look(now);
}

void Box::battery_ages(Time now) {
  if (!supplied_) discharge(now);
  share_ = dice_.between(noise::battery::least_left, noise::battery::most_left);
}

void Box::battery_is_new(Time now) {
  since_ = now;
  share_ = charge_ = 1;
  chronicle_.end(low_, now);
}

void Box::open(bool opened, Time now) {
  opened_ = opened;
  terminals_.tell(Signal::tamper, opened, now);
}

}  // namespace liftbox::worn
