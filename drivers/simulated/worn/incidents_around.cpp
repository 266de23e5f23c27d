// Incidents of service, of the sources that tell of the lift, and of the box.
#include <string>
#include <vector>

#include "drivers/simulated/worn/director.hpp"

namespace liftbox::worn {

void Director::service(Time now) {
  const auto back_to_normal = [this](Time when) { stage_.controller.mode(Mode::normal, when); };
  const Time lasting = dice_.between(2 * minute, 40 * minute);
  switch (what_) {
    case Incident::fire_return:
      stage_.controller.mode(Mode::fire_return, now);
      break;
    case Incident::emergency_power:
      stage_.controller.mode(Mode::emergency_power, now);
      break;
    case Incident::earthquake:
      stage_.controller.mode(Mode::earthquake, now);
      break;
    case Incident::firefighter:
      stage_.controller.mode(Mode::fire_return, now);
      return after(
          dice_.between(2 * minute, 6 * minute), [this](Time when) { firefighters(8, when); }, now);
    case Incident::out_of_service:
      stage_.controller.mode(Mode::out_of_service, now);
      return after(dice_.between(20 * hour, 70 * hour), back_to_normal, now);
    case Incident::technician_visit:
      stage_.technician.comes_for_maintenance(now);
      return after(
          minute, [this](Time when) { wait_for_technician(when); }, now);
    case Incident::vandal_calls:
      stage_.crowd.vandal(now);
      return over(now);
    default:
      return over(now);
  }
  after(lasting, back_to_normal, now);
}

/// They ride from floor to floor, and the door stays as they leave it.
void Director::firefighters(int rides_left, Time now) {
  if (stage_.controller.mode() == Mode::fire_return) {
    stage_.controller.mode(Mode::firefighter, now);
    stage_.crowd.staff(dice_.between(2, 4), now);
  }
  if (rides_left == 0) {
    stage_.crowd.staff(0, now);
    return stage_.controller.mode(Mode::normal, now);
  }
  stage_.controller.car_call(dice_.between(1, setup_.building.landings), now);
  after(
      dice_.between(30 * second, 4 * minute),
      [this, rides_left](Time when) { firefighters(rides_left - 1, when); }, now);
}

void Director::source(Time now) {
  Terminals& terminals = stage_.terminals;
  switch (what_) {
    case Incident::bus_dead:
      terminals.silence(Terminals::Silence::incident, true, now);
      return after(
          dice_.skewed(15 * 60'000.0, 1.2),
          [this](Time when) { stage_.terminals.silence(Terminals::Silence::incident, false, when); }, now);
    case Incident::register_frozen:
    case Incident::register_unreadable:
    case Incident::switch_stuck:
      return stuck(now);
    case Incident::presence_dead:
      stage_.presence.dies(true, now);
      return lasts(
          dice_.between(day, 12 * day), nullptr, {}, [this](Time when) { stage_.presence.dies(false, when); },
          now);
    case Incident::presence_stuck:
      terminals.freeze(Signal::presence, true, now);
      return lasts(
          dice_.between(hour, 5 * day), "presence_stuck", {{"value", terminals.truth(Signal::presence)}},
          [this](Time when) { stage_.terminals.freeze(Signal::presence, false, when); }, now);
    case Incident::load_cell_off: {
      const int kg = dice_.between(-60, 80);
      stage_.load.knocked(kg);
      return lasts(
          dice_.between(hour, 10 * day), "load_cell_off", {{"kg", kg}},
          [this](Time) { stage_.load.knocked(0); }, now);
    }
    default:
      break;
  }
  const int seconds = dice_.between(-7200, 7200);
  terminals.clock_steps(seconds, now);
  stage_.chronicle.happened("clock_stepped", stage_.chronicle.cause(), now, now, {{"seconds", seconds}});
  over(now);
}

/// One register of the bus, or one switch at its wire, stays as it is.
void Director::stuck(Time now) {
  const bool bus = what_ != Incident::switch_stuck;
  const bool blind = what_ == Incident::register_unreadable;
  std::vector<Signal> those;
  for (std::size_t i = 0; i < index(Signal::bus); ++i) {
    const auto signal = static_cast<Signal>(i);
    if (bus ? stage_.terminals.polled(signal) : stage_.terminals.on_a_wire(signal)) those.push_back(signal);
  }
  if (those.empty()) return over(now);
  const Signal signal =
      those.at(static_cast<std::size_t>(dice_.between(0, static_cast<int>(those.size()) - 1)));
  Chronicle::Facts facts{{std::string{name(signal)}, stage_.terminals.truth(signal)}};
  if (blind) {
    stage_.terminals.unreadable(signal, true, now);
    return lasts(
        dice_.skewed(5 * 60'000.0, 1.0), "register_unreadable", std::move(facts),
        [this, signal](Time when) { stage_.terminals.unreadable(signal, false, when); }, now);
  }
  stage_.terminals.freeze(signal, true, now);
  lasts(
      bus ? dice_.skewed(20 * 60'000.0, 1.3) : dice_.between(10 * minute, 2 * day),
      bus ? "register_frozen" : "switch_stuck", std::move(facts),
      [this, signal](Time when) { stage_.terminals.freeze(signal, false, when); }, now);
}

void Director::box(Time now) {
  switch (what_) {
    case Incident::box_unplugged:
      if (stage_.box.unplugged()) break;
      stage_.box.unplug(true, now);
      return lasts(
          dice_.skewed(40 * 60'000.0, 1.3), nullptr, {},
          [this](Time when) { stage_.box.unplug(false, when); }, now);
    case Incident::box_battery_old:
      if (stage_.box.battery_is_old()) break;
      stage_.box.battery_ages(now);
      return lasts(
          dice_.between(30 * day, 200 * day), "box_battery_old", {},
          [this](Time when) { stage_.box.battery_is_new(when); }, now);
    case Incident::box_opened:
      if (stage_.box.opened()) break;
      stage_.box.open(true, now);
      return lasts(
          dice_.skewed(60'000.0, 1.5), "box_opened", {}, [this](Time when) { stage_.box.open(false, when); },
          now);
    default:
      stage_.technician.skips_the_next();
  }
  over(now);
}

}  // namespace liftbox::worn
