#include "drivers/simulated/lift/lift.hpp"

#include <cmath>
#include <string>
#include <utility>

namespace liftbox::simulated {

Lift::Lift(const Building& building, std::uint64_t seed, Contacts::OnEdge on_edge)
    : rated_speed_{building.drive.speed},
      machine_{building.shaft, seed},
      controller_{machine_, building.drive},
      people_{seed + 1},
      contacts_{seed + 2, levels(), std::move(on_edge)} {}

void Lift::step() {
  now_ += one_step;
  const People::Acts acts = people_.step(car(), now_);
  if (acts.entered || acts.left) controller_.somebody_passed(now_);
  if (acts.car_call != 0) controller_.car_call(acts.car_call);
  if (acts.landing_call != 0) controller_.landing_call(acts.landing_call);
  controller_.step(now_);
  if (lock_fails_between_floors_) fail_lock_between_floors();
  machine_.step(now_);
  contacts_.follow(levels(), now_);
}

People::Car Lift::car() const {
  const bool standing = machine_.motion.standing();
  const bool open = standing && machine_.in_zone() && machine_.door.fully_open();
  return {.open_at = open ? machine_.landing() : 0, .standing_shut = standing && machine_.door.closed()};
}

/// The lock contact of a landing door opens while the car passes by, where it will come to rest well outside
/// the unlocking zone.
void Lift::fail_lock_between_floors() {
  constexpr double clear_of_zone = 400;  // mm from the landing
  const Motion& motion = machine_.motion;
  if (!motion.driven() || std::abs(motion.speed()) < rated_speed_ / 2) return;
  const double rest = motion.rest_after_power_cut(Brake::set_time.back());
  if (machine_.shaft.off_landing(rest) < clear_of_zone) return;
  machine_.broken = Machine::Break::landing_door_lock;
  lock_fails_between_floors_ = false;
}

Levels Lift::levels() const {
  return {machine_.in_zone(),          machine_.door.closed(),
          machine_.door.fully_open(),  machine_.doors_locked(),
          machine_.brake.energised(),  machine_.brake.released(0),
          machine_.brake.released(1),  people_.seen(now_),
          people_.presses_alarm(now_), machine_.mains};
}

void Lift::press_alarm(Time lasting) {
  if (people_.riding() == 0) throw Impossible{"nobody is in the car who could press the alarm button"};
  people_.press_alarm(now_, lasting);
}

void Lift::mend_brake() {
  machine_.brake.mend(now_);
  controller_.report_fault(0);
}

void Lift::technician_arrives() {
  machine_.broken = Machine::Break::none;
  controller_.change_mode(Mode::inspection, now_);
}

void Lift::technician_leaves() {
  require_technician("leave");
  controller_.report_fault(0);
  controller_.change_mode(Mode::normal, now_);
}

void Lift::creep_to_landing() {
  require_technician("creep");
  if (!machine_.motion.standing()) throw Impossible{"the car still moves"};
  if (!machine_.chain_closed()) throw Impossible{"the car cannot creep with its door open"};
  controller_.creep_to_landing(now_);
}

void Lift::open_door() {
  require_technician("open the door");
  if (!machine_.motion.standing() || !machine_.in_zone())
    throw Impossible{
        "the car does not stand at a landing: creep-to-landing comes first, and takes some seconds"};
  controller_.open_door(now_);
}

void Lift::require_technician(const char* deed) const {
  if (controller_.mode() != Mode::inspection)
    throw Impossible{std::string{"no technician is there to "} + deed + ": technician-arrives comes first"};
}

}  // namespace liftbox::simulated
