#include "drivers/simulated/lift/controller.hpp"

#include <algorithm>

namespace liftbox::simulated {
namespace {

constexpr Time pause{300};      ///< between the steps of a start or a stop
constexpr Time patience{2000};  ///< for the brake to do what it was told
constexpr Time dwell{2000};     ///< the door stands open after the last person passed
constexpr Time dwell_after_obstacle{600};
constexpr DriveLimits creeping{.speed = 300, .acceleration = 300, .jerk = 600};

void add(std::vector<int>& calls, int landing) {
  if (std::find(calls.begin(), calls.end(), landing) == calls.end()) calls.push_back(landing);
}

bool holds(const std::vector<int>& calls, int landing) {
  return std::find(calls.begin(), calls.end(), landing) != calls.end();
}

}  // namespace

void Controller::step(Time now) {
  if (!start_up_again(now)) return;
  const bool interrupted = !machine_.contactor;
  switch (phase_) {
    case Phase::idle:
      return idle(now);
    case Phase::starting:
      return interrupted ? give_up(fault_, now) : starting(now);
    case Phase::travelling:
      return interrupted ? give_up(fault_, now) : travelling(now);
    case Phase::stopping:
      return interrupted ? give_up(fault_, now) : stopping(now);
    case Phase::opening:
      return opening(now);
    case Phase::dwelling:
      return dwelling(now);
    case Phase::closing:
      return closing(now);
  }
}

/// False while it has no power or is starting up: then it forgets what it was doing.
bool Controller::start_up_again(Time now) {
  if (!machine_.mains) {
    alive_ = false;
    ready_at_ = now + start_up;
    forget_calls();
    return false;
  }
  if (alive_ || now < ready_at_) return alive_;
  alive_ = true;
  enter(Phase::idle, now);
  return true;
}

void Controller::enter(Phase phase, Time now) {
  phase_ = phase;
  since_ = now;
}

void Controller::landing_call(int landing) {
  if (alive_ && mode_ == Mode::normal) add(landing_calls_, landing);
}

void Controller::car_call(int landing) {
  if (alive_ && mode_ != Mode::inspection) add(car_calls_, landing);
}

void Controller::change_mode(Mode mode, Time now) {
  mode_ = mode;
  forget_calls();
  if (mode == Mode::inspection && machine_.contactor) machine_.drop(now);
}

void Controller::creep_to_landing(Time now) {
  start(machine_.landing(), creeping, now);
}

void Controller::open_door(Time now) {
  machine_.door.command(Door::Command::open);
  enter(Phase::opening, now);
}

void Controller::idle(Time now) {
  if (mode_ == Mode::inspection || now - since_ < pause) return;
  if (!machine_.door.closed()) return enter(Phase::dwelling, now);
  if (called_here() && machine_.level()) return open_door(now);
  if (fault_ != 0 || !machine_.chain_closed() || !machine_.motion.standing()) return;
  if (!machine_.level()) return start(machine_.landing(), creeping, now);
  const auto& calls = car_calls_.empty() ? landing_calls_ : car_calls_;
  if (!calls.empty()) start(calls.front(), rated_, now);
}

void Controller::start(int landing, const DriveLimits& limits, Time now) {
  target_ = landing;
  limits_ = limits;
  machine_.contactor = true;
  machine_.brake.energise(true, now);
  enter(Phase::starting, now);
}

void Controller::starting(Time now) {
  if (now - since_ >= patience) return give_up(brake_not_released_fault, now);
  if (now - since_ < pause || !machine_.brake.all_released()) return;
  machine_.motion.drive_to(machine_.shaft.height_of(target_), limits_, now);
  enter(Phase::travelling, now);
}

void Controller::travelling(Time now) {
  if (!machine_.motion.standing()) return;
  machine_.brake.energise(false, now);
  enter(Phase::stopping, now);
}

void Controller::stopping(Time now) {
  const bool held = machine_.brake.arms_set() == static_cast<int>(Brake::arms);
  if (!held && now - since_ >= patience) fault_ = brake_not_set_fault;
  if (now - since_ < pause || (!held && fault_ != brake_not_set_fault)) return;
  machine_.contactor = false;
  arrived(now);
}

void Controller::arrived(Time now) {
  if (mode_ == Mode::inspection)
    enter(Phase::idle, now);
  else
    open_door(now);
}

void Controller::opening(Time now) {
  if (!machine_.door.fully_open()) return;
  machine_.door.command(Door::Command::none);
  enter(Phase::dwelling, now);
}

/// The open door answers whoever calls here.
void Controller::dwelling(Time now) {
  std::erase(car_calls_, machine_.landing());
  std::erase(landing_calls_, machine_.landing());
  if (mode_ == Mode::inspection || now - since_ < (reopening_ ? dwell_after_obstacle : dwell)) return;
  machine_.door.command(Door::Command::close);
  enter(Phase::closing, now);
}

void Controller::closing(Time now) {
  if (machine_.door.obstructed()) {
    reopening_ = true;
    return open_door(now);
  }
  if (called_here()) return open_door(now);
  if (!machine_.door.locked()) return;
  reopening_ = false;
  machine_.door.command(Door::Command::none);
  enter(Phase::idle, now);
}

/// At a landing those inside are let out.
void Controller::give_up(std::uint16_t fault, Time now) {
  using Break = Machine::Break;
  fault_ = machine_.broken == Break::landing_door_lock ? door_lock_fault
           : machine_.broken == Break::stop_switch     ? safety_chain_fault
                                                       : fault;
  machine_.drop(now);
  enter(Phase::idle, now);
  if (machine_.level() && machine_.motion.standing() && mode_ != Mode::inspection) open_door(now);
}

bool Controller::called_here() const {
  return holds(car_calls_, machine_.landing()) || holds(landing_calls_, machine_.landing());
}

void Controller::forget_calls() {
  car_calls_.clear();
  landing_calls_.clear();
}

}  // namespace liftbox::simulated
