#include "drivers/simulated/worn/technician.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

constexpr double winds_at_mm_s = 90;
constexpr double winds_mm_s2 = 60;
constexpr double climbs_out_of_mm = 900;  // from the landing
constexpr double inspection_mm_s = 250;
constexpr Time looks_for = 40 * second;

}  // namespace

Technician::Technician(const Setup& setup, Machine& machine, Controller& controller, Crowd& crowd,
                       LoadCell& load, Agenda& agenda, Chronicle& chronicle, std::uint64_t seed)
    : noisy_{setup.noise},
      machine_{machine},
      controller_{controller},
      crowd_{crowd},
      load_{load},
      agenda_{agenda},
      chronicle_{chronicle},
      dice_{seed, 11} {}

void Technician::enter(Stage stage, Time at) {
  stage_ = stage;
  agenda_.set(Due::technician, at);
}

void Technician::is_called(Time now) {
  if (stage_ == Stage::away || stage_ == Stage::waiting)
    enter(Stage::on_the_way, now + dice_.skewed(noise::visit::arrives_ms, noise::visit::arrives_sigma));
}

void Technician::is_not_needed(Time now) {
  if (stage_ == Stage::on_the_way) enter(Stage::away, never);
  (void)now;
}

void Technician::comes_for_maintenance(Time now) {
  if (stage_ == Stage::away) enter(Stage::waiting, now + second);
}

void Technician::is_due(Time now) {
  if (!std::exchange(skips_, false)) comes_for_maintenance(now);
}

void Technician::step(Time now) {
  agenda_.cancel(Due::technician);
  switch (stage_) {
    case Stage::on_the_way:
      return arrive(true, now);
    case Stage::waiting:
      if (controller_.idle() && crowd_.riding() == 0) return arrive(false, now);
      return enter(Stage::waiting, now + dice_.between(5 * second, minute));
    case Stage::looking:
      return free_people(now);
    case Stage::winding:
      return wind(now);
    case Stage::wound:
      return wound(now);
    case Stage::opening:
      return open_door(now);
    case Stage::taking_out:
      return take_out(now);
    case Stage::working:
      return work(now);
    case Stage::testing:
      return test(now);
    case Stage::closing:
      return close_door(now);
    case Stage::leaving:
      return leave(now);
    case Stage::away:
      return;
  }
}

void Technician::arrive(bool for_incident, Time now) {
  for_incident_ = for_incident;
  const bool forgets =
      for_incident && noisy_ && machine_.mains() && dice_.chance(noise::visit::forgets_inspection);
  visit_ = chronicle_.begin("visit", now, {{"maintenance", !for_incident}, {"inspection", !forgets}});
  if (!forgets) controller_.mode(Mode::inspection, now);
  if (for_incident) return enter(Stage::looking, now + dice_.between(looks_for / 2, 4 * looks_for));
  until_ = now + dice_.between(noise::visit::shortest, noise::visit::longest);
  enter(Stage::testing, now + minute);
}

/// At a landing the door is opened by hand. Between floors the car is wound to one, or people climb out where
/// they can, or it can still be driven under inspection.
void Technician::free_people(Time now) {
  if (crowd_.riding() == 0) return enter(Stage::working, now + dice_.between(6 * minute, 40 * minute));
  if (!machine_.car.standing()) return enter(Stage::looking, now + looks_for);
  if (machine_.car.in_zone()) return enter(Stage::opening, now + dice_.between(10 * second, minute));
  const int landing = machine_.car.landing(now);
  const double way = std::abs(machine_.shaft.height(landing) - machine_.car.height(now));
  constexpr double climbs_out = 0.35;
  constexpr double drives = 0.25;
  if (way < climbs_out_of_mm && dice_.chance(climbs_out)) return enter(Stage::opening, now + minute);
  if (controller_.mode() == Mode::inspection && machine_.chain_closed() && machine_.mains() &&
      dice_.chance(drives)) {
    controller_.drive(machine_.shaft.height(landing), inspection_mm_s, now);
    return enter(Stage::looking, now + looks_for);
  }
  lever_ = true;
  machine_.lever(true, now);
  enter(Stage::winding, now + second);
}

void Technician::wind(Time now) {
  machine_.car.travel(machine_.shaft.height(machine_.car.landing(now)), winds_at_mm_s, winds_mm_s2, now);
  enter(Stage::wound, machine_.car.stands_at() + second);
}

void Technician::wound(Time now) {
  lever_ = false;
  machine_.lever(false, now);
  enter(Stage::opening, now + dice_.between(10 * second, minute));
}

void Technician::open_door(Time now) {
  machine_.door.open_by_hand(1, now);
  machine_.chain_changed(now);
  enter(Stage::taking_out, now + 5 * second);
}

void Technician::take_out(Time now) {
  if (crowd_.take_one_out(now)) return enter(Stage::taking_out, now + dice_.between(1500, 7000));
  enter(Stage::working, now + dice_.between(6 * minute, 40 * minute));
}

void Technician::work(Time now) {
  if (repair_) repair_(now);
  enter(Stage::closing, now + minute);
}

void Technician::close_door(Time now) {
  if (!machine_.car.standing())
    return enter(Stage::closing,
                 machine_.car.stands_at() == never ? now + minute : machine_.car.stands_at() + second);
  crowd_.staff(0, now);
  if (stop_switch_) machine_.break_chain(stop_switch_ = false, now);
  if (lever_) machine_.lever(lever_ = false, now);
  if (machine_.brake.energised()) machine_.drop(now);
  machine_.door.close_by_hand(now);
  enter(Stage::leaving, now + 20 * second);
}

void Technician::leave(Time now) {
  controller_.mode(Mode::normal, now);
  if (controller_.fault() != 0) controller_.reset(now);
  chronicle_.end(visit_, now);
  enter(Stage::away, never);
}

void Technician::test(Time now) {
  if (now >= until_) {
    machine_.door.is_cleaned(now);
    load_.set_to_zero();
    return enter(Stage::closing, now + second);
  }
  test_something(now);
  enter(Stage::testing, now + dice_.between(15 * second, 4 * minute));
}

void Technician::test_something(Time now) {
  const bool ready = machine_.car.standing() && machine_.door.closed() && machine_.chain_closed() && !lever_;
  switch (dice_.between(0, 7)) {
    case 0:
    case 1: {
      const double way = dice_.between(-6000.0, 6000.0);
      const double to = std::clamp(machine_.car.height(now) + way, 0.0, machine_.shaft.top());
      if (ready && std::abs(to - machine_.car.height(now)) > 200) controller_.drive(to, inspection_mm_s, now);
      return;
    }
    case 2:
      if (machine_.car.standing()) machine_.door.open_by_hand(1, now);
      return machine_.chain_changed(now);
    case 3:
    case 4:
      return machine_.door.close_by_hand(now);
    case 5:
      if (machine_.car.standing()) machine_.break_chain(stop_switch_ = !stop_switch_, now);
      return;
    case 6:
      if (machine_.car.standing() && !machine_.contactor()) machine_.lever(lever_ = !lever_, now);
      return;
    default:
      if (dice_.chance(0.3)) return crowd_.press_alarm(dice_.between(500, 4000), now);
      crowd_.staff(dice_.between(0, 2), now);
  }
}

}  // namespace liftbox::worn
