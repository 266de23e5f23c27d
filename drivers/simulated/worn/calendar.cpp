#include "drivers/simulated/worn/calendar.hpp"

#include <algorithm>

#include "drivers/simulated/worn/noise.hpp"
#include "drivers/simulated/worn/traffic.hpp"

namespace liftbox::worn {
namespace {

constexpr double switched_off_at_night = 0.3;  // of the offices
constexpr int off_from = 23;
constexpr int off_until = 6;
constexpr Time looks_each = 10 * minute;

}  // namespace

Calendar::Calendar(const Setup& setup, const Stage& stage, const Director& director, std::uint64_t seed)
    : setup_{setup},
      stage_{stage},
      director_{director},
      dice_{seed, 13},
      off_at_night_{setup.building.traffic == Traffic::office && dice_.chance(switched_off_at_night)} {}

void Calendar::begin(Time now) {
  if (setup_.maintenance)
    maintenance_at_ = now + dice_.between(Time{2}, noise::visit::every / day) * day +
                      dice_.between(8 * hour, 17 * hour) - setup_.first_hour * hour;
  agenda_next(now);
}

void Calendar::agenda_next(Time now) {
  stage_.agenda.set(Due::calendar, off_at_night_ ? now + looks_each : maintenance_at_);
}

void Calendar::step(Time now) {
  if (off_at_night_) night(now);
  const bool may = !director_.busy() && !stage_.technician.busy() && stage_.controller.serves();
  if (now >= maintenance_at_ && may) {
    stage_.technician.is_due(now);
    maintenance_at_ += noise::visit::every;
  }
  if (now >= maintenance_at_ && !off_at_night_) return stage_.agenda.set(Due::calendar, now + hour);
  agenda_next(now);
}

void Calendar::night(Time now) {
  const int at = hour_of_day(setup_, now);
  const bool off = at >= off_from || at < off_until;
  Controller& controller = stage_.controller;
  if (off && controller.mode() == Mode::normal && controller.idle() && !director_.busy())
    controller.mode(Mode::out_of_service, now);
  if (!off && controller.mode() == Mode::out_of_service) controller.mode(Mode::normal, now);
}

}  // namespace liftbox::worn
