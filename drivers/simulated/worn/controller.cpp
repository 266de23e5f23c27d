#include "drivers/simulated/worn/controller.hpp"

#include <algorithm>
#include <cmath>

#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

constexpr Time contactor_after = 150;
constexpr Time coil_after = 100;
constexpr Time drive_after = 80;      // all arms are released
constexpr Time coil_off_after = 120;  // the car stands
constexpr Time contactor_off_after = 150;
constexpr Time release_watch = 3 * second;
constexpr Time drives_all_the_same = 700;  // without a switch that tells that the brake is released
constexpr Time set_watch = 3 * second;
constexpr Time stall_watch = 58 * second;  // EN 81-20 5.9.2.7 asks for less than 45 s; theirs was set wrong
constexpr Time open_watch = 12 * second;
constexpr Time close_watch = 15 * second;
constexpr Time parks_after = 10 * minute;
constexpr double acceleration_mm_s2 = 700;
constexpr double levelling_mm_s = 20;

}  // namespace

Controller::Controller(const Setup& setup, Machine& machine, Agenda& agenda, Terminals& terminals,
                       std::uint64_t seed)
    : building_{setup.building},
      noisy_{setup.noise},
      machine_{machine},
      agenda_{agenda},
      terminals_{terminals},
      dice_{seed, 4},
      speed_mm_s_{static_cast<double>(setup.building.rated_speed_mm_s)},
      dwell_{dice_.between(3 * second, 5 * second)},
      car_calls_(static_cast<std::size_t>(setup.building.landings) + 1) {}

void Controller::enter(Phase phase, Time now, Time lasting) {
  phase_ = phase;
  agenda_.set(Due::controller, lasting == never || hung_ ? never : now + lasting);
}

void Controller::step(Time now) {
  agenda_.cancel(Due::controller);
  switch (phase_) {
    case Phase::booting:
      terminals_.silence(Terminals::Silence::power, false, now);
      return recover(now);
    case Phase::idle:
      return start(1, now);
    case Phase::contactor:
      return close_contactor(now);
    case Phase::coil:
      machine_.brake.energise(true, now);
      return enter(Phase::releasing, now, watches_brake_ ? release_watch : drives_all_the_same);
    case Phase::releasing:
      return release_late(now);
    case Phase::released:
      return run(now);
    case Phase::running:
      return fault(run_time_fault, now);
    case Phase::halting:
      machine_.brake.energise(false, now);
      return enter(Phase::setting, now, set_watch);
    case Phase::setting:
      machine_.contactor(false, now);
      return watches_brake_ ? fault(brake_fault, now) : stopped(now);
    case Phase::set:
      machine_.contactor(false, now);
      return stopped(now);
    case Phase::opening:
      return open_late(now);
    case Phase::retrying:
    case Phase::locking:
      return open(now);
    case Phase::closing:
      attempts_ = 0;
      return open(now);
    case Phase::dwelling:
      return close(now);
    case Phase::off:
    case Phase::halted:
    case Phase::inspection:
      return;
  }
}

void Controller::answer_next_call(Time now) {
  terminals_.tell(Signal::car_direction, static_cast<int>(Direction::none), now);
  const int here = machine_.car.landing(now);
  if (recalled()) return here == 1 || mode_ == Mode::earthquake ? open(now) : start(1, now);
  if (called_at(here)) return open(now);
  if (const int target = next_target(here); target != 0) return start(target, now);
  enter(Phase::idle, now, here == 1 || !parks_ ? never : parks_after);
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
  target_mm_ = machine_.shaft.height(landing);
  speed_mm_s_ = building_.rated_speed_mm_s;
  if (noisy_) target_mm_ += std::clamp(dice_.normal(0, noise::levelling::sigma_mm), -9.0, 9.0);
  if (past_mm_ != 0 && (landing == 1 || landing == building_.landings))
    target_mm_ += landing == 1 ? -past_mm_ : past_mm_;
  last_direction_ = target_mm_ > machine_.car.height(now) ? Direction::up : Direction::down;
  terminals_.tell(Signal::car_direction, static_cast<int>(last_direction_), now);
  enter(Phase::contactor, now, contactor_after);
}

void Controller::close_contactor(Time now) {
  if (!relevelling_ && !machine_.chain_closed())
    return fault(machine_.lock_broken() ? lock_fault : chain_fault, now);
  machine_.contactor(true, now);
  enter(Phase::coil, now, coil_after);
}

void Controller::release_late(Time now) {
  if (!watches_brake_) return enter(Phase::released, now, drive_after);
  fault(brake_fault, now);
}

void Controller::arm_moved(Time now) {
  if (phase_ == Phase::releasing && machine_.brake.all_released()) enter(Phase::released, now, drive_after);
  if (phase_ == Phase::setting && machine_.brake.all_set()) enter(Phase::set, now, contactor_off_after);
}

void Controller::run(Time now) {
  if (!machine_.contactor()) return fault(chain_fault, now);
  if (stalls_) return enter(Phase::running, now, stall_watch);
  const double acceleration = std::min(acceleration_mm_s2, speed_mm_s_);
  machine_.car.travel(target_mm_, speed_mm_s_, acceleration, now);
  enter(Phase::running, now, never);
}

/// By the controller's doing, or because the contactor dropped under way.
void Controller::car_stands(Time now) {
  if (phase_ == Phase::halted && !hung_ && machine_.car.in_zone()) return open(now);
  if (phase_ != Phase::running) return;
  if (machine_.contactor()) return enter(Phase::halting, now, coil_off_after);
  fault(machine_.lock_broken() ? lock_fault : chain_fault, now);
}

void Controller::stopped(Time now) {
  if (relevelling_) {
    relevelling_ = false;
    machine_.bridge_doors(false);
    return dwell(now);
  }
  if (mode_ == Mode::inspection) return enter(Phase::inspection, now, never);
  const bool opens = recalled() ? target_ == 1 || mode_ == Mode::earthquake : called_at(target_);
  opens ? open(now) : answer_next_call(now);
}

/// The car has sunk under those who entered, or risen: back to the level of the sill, with the door open.
void Controller::level_again(Time now) {
  relevelling_ = true;
  machine_.bridge_doors(true);
  speed_mm_s_ = levelling_mm_s;
  const double here = machine_.car.height(now);
  target_mm_ = machine_.shaft.height(machine_.car.landing(now));
  if (std::abs(target_mm_ - here) < 1) target_mm_ += noise::levelling::relevels_beyond_mm;
  enter(Phase::contactor, now, contactor_after);
}

void Controller::open(Time now) {
  if (!machine_.car.in_zone()) return fault(chain_fault, now);
  forget(machine_.car.landing(now));
  terminals_.tell(Signal::door_close_command, 0, now);
  terminals_.tell(Signal::door_open_command, 1, now);
  machine_.door.open(now);
  machine_.chain_changed(now);
  if (machine_.door.fully_open()) return door_ended(true, now);
  enter(Phase::opening, now, open_watch);
}

/// The door did not open in time: again a little later, three times, and then only when somebody asks.
void Controller::open_late(Time now) {
  constexpr int tries = 3;
  constexpr Time again_after = 4 * second;
  terminals_.tell(Signal::door_open_command, 0, now);
  if (++attempts_ < tries) return enter(Phase::retrying, now, again_after);
  attempts_ = 0;
  fault_ = door_open_fault;
  terminals_.tell(Signal::controller_fault, fault_, now);
  enter(Phase::halted, now, never);
}

void Controller::close(Time now) {
  if (stays_open(now)) return enter(Phase::dwelling, now, never);
  terminals_.tell(Signal::door_close_command, 1, now);
  machine_.door.close(now);
  enter(Phase::closing, now, close_watch);
}

void Controller::door_ended(bool free, Time now) {
  if (hung_) return;
  if (machine_.door.fully_open() && (phase_ == Phase::opening || free)) {
    terminals_.tell(Signal::door_open_command, button_shown_, now);
    if (fault_ == door_open_fault) terminals_.tell(Signal::controller_fault, fault_ = 0, now);
    attempts_ = 0;
    if (phase_ != Phase::inspection && phase_ != Phase::off && phase_ != Phase::booting) dwell(now);
    return;
  }
  if (phase_ != Phase::closing) return;
  if (machine_.door.closed()) return enter(Phase::locking, now, close_watch);
  if (!free) open(now);
}

void Controller::door_locked(Time now) {
  machine_.chain_changed(now);
  if (phase_ != Phase::locking || hung_) return;
  terminals_.tell(Signal::door_close_command, 0, now);
  if (!machine_.chain_closed()) return fault(machine_.lock_broken() ? lock_fault : chain_fault, now);
  level(now) ? answer_next_call(now) : recover(now);
}

void Controller::somebody_passes(Time now) {
  if (!dwelling() || hung_) return;
  constexpr double relevels = 0.03;
  const bool off = noisy_ && fault_ == 0 && machine_.chain_broken() == false && dice_.chance(relevels);
  off ? level_again(now) : dwell(now);
}

void Controller::dwell(Time now) {
  enter(Phase::dwelling, now, stays_open(now) ? never : dwell_);
}

void Controller::curtain(bool broken, Time now) {
  curtain_broken_ = broken;
  if (hung_) return;
  if (broken && phase_ == Phase::closing) return open(now);
  if (dwelling()) dwell(now);
}

}  // namespace liftbox::worn
