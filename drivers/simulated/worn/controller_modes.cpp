// What the controller does when it is told to do something else than answer calls: people's buttons, modes of
// service, faults, and the mains.
#include <algorithm>
#include <cmath>

#include "drivers/simulated/worn/controller.hpp"
#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

constexpr double correction_mm_s = 300;
constexpr double level_mm = 30;

}  // namespace

bool Controller::serves() const {
  return alive() && fault_ == 0 && phase_ != Phase::booting && phase_ != Phase::inspection &&
         (mode_ == Mode::normal || mode_ == Mode::firefighter);
}

void Controller::landing_call(int landing, Time now) {
  if (!serves() || mode_ == Mode::firefighter) return;
  if (std::find(landing_calls_.begin(), landing_calls_.end(), landing) != landing_calls_.end()) return;
  landing_calls_.push_back(landing);
  if (phase_ == Phase::idle) return answer_next_call(now);
  if (phase_ == Phase::closing && landing == machine_.car.landing(now)) open(now);
}

void Controller::car_call(int landing, Time now) {
  if (!serves() || (machine_.passable() && landing == machine_.car.landing(now))) return;
  car_calls_[static_cast<std::size_t>(landing)] = true;
  if (phase_ == Phase::idle) answer_next_call(now);
  if (dwelling() && mode_ == Mode::firefighter) dwell(now);
}

void Controller::open_button(Time now) {
  if (!alive()) return;
  button_shown_ = true;
  terminals_.tell(Signal::door_open_command, 1, now);
  const bool may = machine_.car.standing() && machine_.car.in_zone();
  if (may && (phase_ == Phase::idle || phase_ == Phase::halted || phase_ == Phase::closing ||
              phase_ == Phase::locking || phase_ == Phase::retrying))
    open(now);
}

void Controller::button_let_go(Time now) {
  if (!button_shown_) return;
  button_shown_ = false;
  if (phase_ != Phase::opening) terminals_.tell(Signal::door_open_command, 0, now);
}

bool Controller::called_at(int landing) const {
  return car_calls_[static_cast<std::size_t>(landing)] ||
         std::find(landing_calls_.begin(), landing_calls_.end(), landing) != landing_calls_.end();
}

void Controller::forget(int landing) {
  car_calls_[static_cast<std::size_t>(landing)] = false;
  landing_calls_.erase(std::remove(landing_calls_.begin(), landing_calls_.end(), landing),
                       landing_calls_.end());
}

void Controller::forget_all() {
  std::fill(car_calls_.begin(), car_calls_.end(), false);
  landing_calls_.clear();
}

/// To the main landing, or in an earthquake to the next one: there it opens, and stays.
bool Controller::recalled() const {
  return mode_ == Mode::fire_return || mode_ == Mode::emergency_power || mode_ == Mode::earthquake;
}

bool Controller::stays_open(Time now) const {
  if (curtain_broken_ || fault_ != 0) return true;
  if (mode_ == Mode::firefighter) return next_target(machine_.car.landing(now)) == 0;
  return recalled() && (machine_.car.landing(now) == 1 || mode_ == Mode::earthquake);
}

bool Controller::level(Time now) const {
  const double off = machine_.car.height(now) - machine_.shaft.height(machine_.car.landing(now));
  return std::abs(off) <= level_mm;
}

void Controller::mode(Mode mode, Time now) {
  if (mode == mode_) return;
  const Mode before = mode_;
  mode_ = mode;
  terminals_.tell(Signal::service_mode, static_cast<int>(mode), now);
  if (phase_ == Phase::off || phase_ == Phase::booting) return;
  if (mode == Mode::inspection) {
    let_go(now);
    return enter(Phase::inspection, now, never);
  }
  if (before == Mode::inspection) return recover(now);
  if (mode != Mode::normal) forget_all();
  if (phase_ == Phase::idle && recalled()) return answer_next_call(now);
  if (dwelling()) dwell(now);
}

void Controller::let_go(Time now) {
  if (machine_.contactor()) machine_.drop(now);
  relevelling_ = button_shown_ = false;
  machine_.bridge_doors(false);
  terminals_.tell(Signal::door_open_command, 0, now);
  terminals_.tell(Signal::door_close_command, 0, now);
  terminals_.tell(Signal::car_direction, static_cast<int>(Direction::none), now);
  forget_all();
  attempts_ = 0;
}

void Controller::fault(int code, Time now) {
  let_go(now);
  fault_ = code;
  terminals_.tell(Signal::controller_fault, code, now);
  enter(Phase::halted, now, never);
  if (!hung_ && machine_.car.standing() && machine_.car.in_zone() && !machine_.door.closing()) open(now);
}

void Controller::reset(Time now) {
  fault_ = 0;
  terminals_.tell(Signal::controller_fault, 0, now);
  if (phase_ != Phase::off && phase_ != Phase::booting && mode_ != Mode::inspection) recover(now);
}

void Controller::hang(bool hangs, Time now) {
  if (hangs == hung_) return;
  hung_ = hangs;
  if (hangs) {
    let_go(now);
    return enter(Phase::halted, now, never);
  }
  if (phase_ != Phase::off) recover(now);
}

/// It finds its landing: at one it opens; anywhere else it shuts the door and goes to the nearest one slowly.
void Controller::recover(Time now) {
  if (hung_ || fault_ != 0) return;
  if (mode_ == Mode::inspection) return enter(Phase::inspection, now, never);
  if (machine_.car.standing() && machine_.car.in_zone() && level(now)) {
    if (machine_.door.fully_open()) return dwell(now);
    return open(now);
  }
  if (!machine_.door.closed()) return close(now);
  if (!machine_.door.locked()) return enter(Phase::locking, now, second * 2);
  start(machine_.car.landing(now), now);
  car_calls_[static_cast<std::size_t>(target_)] = true;
  speed_mm_s_ = correction_mm_s;
}

void Controller::power_lost(Time now) {
  let_go(now);
  hung_ = false;
  fault_ = 0;
  enter(Phase::off, now, never);
  if (!noisy_ || !dice_.chance(noise::mains::bus_survives))
    terminals_.silence(Terminals::Silence::power, true, now);
}

void Controller::power_back(Time now) {
  terminals_.tell(Signal::controller_fault, 0, now);
  enter(Phase::booting, now, dice_.between(noise::mains::fastest_start_up, noise::mains::slowest_start_up));
}

void Controller::drive(double to, double speed, Time now) {
  if (phase_ != Phase::inspection || !machine_.chain_closed() || !machine_.mains()) return;
  target_mm_ = to;
  speed_mm_s_ = speed;
  terminals_.tell(Signal::car_direction,
                  static_cast<int>(to > machine_.car.height(now) ? Direction::up : Direction::down), now);
  enter(Phase::contactor, now, second / 5);
}

}  // namespace liftbox::worn
