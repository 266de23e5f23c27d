#include <algorithm>
#include <array>
#include <random>

#include "tests/properties/car.hpp"
#include "tests/properties/sayings.hpp"

namespace liftbox::test {
namespace {

using namespace std::chrono_literals;
using enum Signal;
using Kind = Act::Kind;

/// Plays the acts on the wires.
class Player {
 public:
  explicit Player(Wires& wires) : wires_{wires}, car_{wires} {}

  void play(const Act& act) {
    switch (act.kind) {
      case Kind::ride:
        return car_.ride(1 + act.what % Car::landings, mishap_of(act.much), act.much);
      case Kind::doors:
        return doors(act.what % 6, act.much);
      case Kind::people:
        return people(act.what % 5);
      case Kind::press:
        return press(act);
      case Kind::mains:
        return mains(act.what % 3 == 0);
      case Kind::mode:
        return mode(act);
      case Kind::code:
        return wires_.set(controller_fault, act.what % 3 == 0 ? 0 : act.what % 60);
      case Kind::wait:
        return wires_.wait(Duration{1 + act.what * (act.much % 500)});
      case Kind::jump:
        return wires_.wait(10min + Duration{act.what * act.much * 20});
      default:
        return disturb(act);
    }
  }

 private:
  static Mishap mishap_of(int much) {
    const int drawn = much % (3 * mishaps);
    return drawn < mishaps ? static_cast<Mishap>(drawn) : Mishap::none;
  }

  void disturb(const Act& act) {
    const auto signal = static_cast<Signal>(act.what % static_cast<int>(signal_count));
    switch (act.kind) {
      case Kind::stick:
        return wires_.stick(signal);
      case Kind::lose:
        return act.much % 4 == 0 ? wires_.lose_bus() : wires_.lose(signal);
      case Kind::wild:
        return nonsense(act);
      case Kind::say:
        return say_something(wires_, act.what, act.much);
      case Kind::restart:
        return wires_.restart();
      default:
        return wires_.heal();
    }
  }

  /// A few readings of one moment; some are the second of their signal.
  void nonsense(const Act& act) {
    std::minstd_rand random{static_cast<unsigned>(act.what * 1000 + act.much + 1)};
    const auto any = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    for (int i = any(6); i >= 0; --i) {
      const SignalInfo& about = all_signals()[static_cast<std::size_t>(any(signal_count))];
      const Quality quality = any(12) > 0 ? Quality::good : any(2) > 0 ? Quality::bad : Quality::stale;
      const std::array values{about.min, about.max, about.min + any(5),
                              about.min + any(about.max - about.min + 1)};
      wires_.say(about.signal, values[static_cast<std::size_t>(any(4))], quality, any(20) > 0 ? 0 : any(30));
    }
    if (any(3) > 0) wires_.wait(Duration{any(4) > 0 ? any(1500) : any(60'000)});
  }

  void press(const Act& act) {
    wires_.set(alarm_button, 1);
    wires_.wait(Duration{100 + act.what % 40'000});
    wires_.set(alarm_button, 0);
  }

  void mains(bool on) {
    wires_.set(mains_power, on ? 1 : 0);
    if (!on && wires_.now_is(car_moving) != 0) car_.stop(Mishap::none);
  }

  void mode(const Act& act) {
    const int drawn = act.what % 12;
    wires_.set(service_mode, drawn < 8 ? drawn : 1);
    wires_.wait(Duration{act.much * 10});
  }

  void doors(int how, int much) {
    switch (how) {
      case 0:
        return car_.open();
      case 1:
        return car_.shut();
      case 2:  // somebody stands in the light curtain
        wires_.set(door_obstructed, 1);
        wires_.wait(Duration{much * 300});
        return wires_.set(door_obstructed, 0);
      case 3:  // closes, reopens
        wires_.set(door_open, 0);
        wires_.wait(1500ms);
        return wires_.set(door_open, 1);
      case 4:  // asked to open, and does not
        wires_.set(door_open_command, 1);
        wires_.wait(Duration{much * 20});
        return wires_.set(door_open_command, 0);
      default:
        car_.open();
        wires_.wait(Duration{much * 10});
        return car_.shut();
    }
  }

  void people(int how) {
    switch (how) {
      case 0:
        wires_.set(presence, 1);
        wires_.wait(1500ms);
        return wires_.set(load_kg, 75);
      case 1:
        wires_.set(load_kg, 0);
        wires_.wait(500ms);
        return wires_.set(presence, 0);
      case 2:  // stands still: the sensor drops out
        return wires_.set(presence, 0);
      case 3:
        wires_.set(car_call, 1);
        wires_.wait(600ms);
        return wires_.set(car_call, 0);
      default:  // moves: the sensor flaps
        for (int i = 0; i < 3; ++i) {
          wires_.set(presence, 1);
          wires_.wait(700ms);
          wires_.set(presence, 0);
          wires_.wait(400ms);
        }
    }
  }

  Wires& wires_;
  Car car_;
};

Rules quick_rules() {
  Rules rules;
  rules.brake.clear_motion_cycles = 2;
  rules.brake.clear_slow_cycles = 3;
  rules.brake.baseline_cycles = 4;
  rules.brake.block_cycles = 2;
  rules.sensors.stuck_runs = 3;
  rules.sensors.stuck_zone_runs = 2;
  rules.sensors.stuck_openings = 3;
  rules.faults.outage = 5min;
  rules.faults.outage_history_h = 1;
  return rules;
}

LiftFacts some_facts() {
  LiftFacts facts;
  facts.rated_speed_mm_s = Car::rated;
  facts.landings = Car::landings;
  facts.controller_faults = {{41, EventType::safety_chain_open}, {38, EventType::position_lost}};
  facts.box = {.on_charge_mv = 13'000, .battery_low_mv = 11'500};
  facts.inspection = {.last = Date{std::chrono::days{20'000}}, .next = Date{std::chrono::days{20'365}}};
  return facts;
}

}  // namespace

Story told(const Setting& setting, const std::vector<Act>& acts) {
  Story story{
      .setting = setting, .acts = acts, .rules = {}, .facts = {}, .sources = {}, .steps = {}, .end = {}};
  if (setting.quick) story.rules = quick_rules();
  if (setting.facts) story.facts = some_facts();
  Wires wires{setting};
  Player player{wires};
  for (const Act& act : acts) player.play(act);
  wires.wait(150s);
  story.sources = wires.sources();
  story.end = wires.now();
  story.steps = wires.take();
  return story;
}

}  // namespace liftbox::test
