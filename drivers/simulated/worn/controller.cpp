#include "drivers/simulated/worn/controller.hpp"

#include <algorithm>
#include <cstdlib>

namespace liftbox::worn {
namespace {

constexpr Time contactor_after = 150;
constexpr Time coil_after = 100;
constexpr Time drive_after = 80;      // all arms are released
constexpr Time coil_off_after = 120;  // the car stands
constexpr Time contactor_off_after = 150;
constexpr Time release_watch = 3 * second;
constexpr Time set_watch = 3 * second;
constexpr Time door_watch = 15 * second;
constexpr Time parks_after = 10 * minute;
constexpr double acceleration_mm_s2 = 700;

}  // namespace

Controller::Controller(const Building& building, Machine& machine, Agenda& agenda, Terminals& terminals,
                       std::uint64_t seed)
    : building_{building},
      machine_{machine},
      agenda_{agenda},
      terminals_{terminals},
      dice_{seed, 4},
      dwell_{dice_.between(3 * second, 5 * second)},
      car_calls_(static_cast<std::size_t>(building.landings) + 1) {}

void Controller::enter(Phase phase, Time now, Time lasting) {
  phase_ = phase;
  agenda_.set(Due::controller, lasting == never ? never : now + lasting);
}

void Controller::step(Time now) {
  agenda_.cancel(Due::controller);
  switch (phase_) {
    case Phase::idle:
      return start(1, now);
    case Phase::contactor:
      machine_.contactor(true, now);
      return enter(Phase::coil, now, coil_after);
    case Phase::coil:
      machine_.brake.energise(true, now);
      return enter(Phase::releasing, now, release_watch);
    case Phase::released:
      return run(now);
    case Phase::halting:
      machine_.brake.energise(false, now);
      return enter(Phase::setting, now, set_watch);
    case Phase::set:
      machine_.contactor(false, now);
      return called_at(target_) ? open(now) : answer_next_call(now);
    case Phase::dwelling:
      return close(now);
    case Phase::opening:
    case Phase::closing:
    case Phase::locking:
      return open(now);
    case Phase::releasing:
    case Phase::setting:
    case Phase::running:
      return;
  }
}

void Controller::answer_next_call(Time now) {
  terminals_.tell(Signal::car_direction, static_cast<int>(Direction::none), now);
  const int here = machine_.car.landing(now);
  if (called_at(here)) return open(now);
  const int target = next_target(here);
  if (target != 0) return start(target, now);
  enter(Phase::idle, now, here == 1 ? never : parks_after);
}

/// Car calls in the direction of the last run, then the others, then who called first at a landing.
int Controller::next_target(int here) const {
  int best = 0;
  const auto way = [&](int landing) {
    const bool turns = (landing > here) != (last_direction_ == Direction::up);
    return std::abs(landing - here) + (turns ? building_.landings : 0);
  };
  for (int landing = 1; landing <= building_.landings; ++landing)
    if (car_calls_[static_cast<std::size_t>(landing)] && (best == 0 || way(landing) < way(best)))
      best = landing;
  if (best != 0 || landing_calls_.empty()) return best;
  return landing_calls_.front();
}

void Controller::start(int landing, Time now) {
  target_ = landing;
  last_direction_ =
      machine_.shaft.height(landing) > machine_.car.height(now) ? Direction::up : Direction::down;
  terminals_.tell(Signal::car_direction, static_cast<int>(last_direction_), now);
  enter(Phase::contactor, now, contactor_after);
}

void Controller::arm_moved(Time now) {
  if (phase_ == Phase::releasing && machine_.brake.all_released()) enter(Phase::released, now, drive_after);
  if (phase_ == Phase::setting && machine_.brake.all_set()) enter(Phase::set, now, contactor_off_after);
}

void Controller::run(Time now) {
  machine_.car.travel(machine_.shaft.height(target_), building_.rated_speed_mm_s, acceleration_mm_s2, now);
  enter(Phase::running, now, never);
}

void Controller::car_stands(Time now) {
  if (phase_ == Phase::running) enter(Phase::halting, now, coil_off_after);
}

void Controller::open(Time now) {
  forget(machine_.car.landing(now));
  terminals_.tell(Signal::door_close_command, 0, now);
  terminals_.tell(Signal::door_open_command, 1, now);
  machine_.door.open(now);
  machine_.chain_changed(now);
  enter(Phase::opening, now, door_watch);
}

void Controller::close(Time now) {
  terminals_.tell(Signal::door_close_command, 1, now);
  machine_.door.close(now);
  enter(Phase::closing, now, door_watch);
}

void Controller::door_ended(bool free, Time now) {
  if (phase_ == Phase::opening && machine_.door.fully_open()) {
    terminals_.tell(Signal::door_open_command, 0, now);
    enter(Phase::dwelling, now, dwell_);
  }
  if (phase_ == Phase::closing) free ? enter(Phase::locking, now, door_watch) : obstructed(now);
}

void Controller::door_locked(Time now) {
  machine_.chain_changed(now);
  if (phase_ != Phase::locking || !machine_.chain_closed()) return;
  terminals_.tell(Signal::door_close_command, 0, now);
  answer_next_call(now);
}

void Controller::obstructed(Time now) {
  if (phase_ == Phase::closing) open(now);
}

void Controller::somebody_passes(Time now) {
  if (phase_ == Phase::dwelling) enter(Phase::dwelling, now, dwell_);
}

void Controller::landing_call(int landing, Time now) {
  if (std::find(landing_calls_.begin(), landing_calls_.end(), landing) != landing_calls_.end()) return;
  landing_calls_.push_back(landing);
  if (phase_ == Phase::idle) return answer_next_call(now);
  if (phase_ == Phase::closing && landing == machine_.car.landing(now)) open(now);
}

void Controller::car_call(int landing, Time now) {
  car_calls_[static_cast<std::size_t>(landing)] = true;
  if (phase_ == Phase::idle) answer_next_call(now);
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

}  // namespace liftbox::worn
