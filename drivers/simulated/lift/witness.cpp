#include "drivers/simulated/lift/witness.hpp"

#include <cmath>
#include <cstdint>

namespace liftbox::simulated {

Witness::Witness(const Lift& lift, Tell tell) : lift_{lift}, tell_{std::move(tell)}, seen_{see()} {}

Witness::Seen Witness::see() const {
  const Machine& machine = lift_.machine();
  return {.standing = machine.motion.standing(),
          .rolling = machine.motion.rolling(),
          .door_closed = machine.door.closed(),
          .door_fully_open = machine.door.fully_open(),
          .door_stuck = machine.door.stuck(),
          .people = lift_.people().riding(),
          .alarm = lift_.people().presses_alarm(lift_.now()),
          .mode = lift_.controller().mode(),
          .fault = lift_.controller().fault(),
          .mains = machine.mains,
          .stuck_arms = {machine.brake.stuck(0), machine.brake.stuck(1)}};
}

void Witness::look() {
  const Seen now = see();
  operation(now);
  damage(now);
  persons(now);
  car(now);
  door(now);
  trapping(now);
  seen_ = now;
}

void Witness::car(const Seen& now) {
  const Machine& machine = lift_.machine();
  const std::int64_t height = std::lround(machine.motion.height());
  if (seen_.standing && !now.standing)
    tell("car_started",
         {{"from", machine.landing()}, {"to", lift_.controller().target()}, {"people", now.people}});
  if (!seen_.rolling && now.rolling) tell("emergency_stop", {{"height_mm", height}});
  if (!seen_.standing && now.standing)
    tell("car_stopped", {{"floor", machine.landing()},
                         {"in_zone", machine.in_zone()},
                         {"height_mm", height},
                         {"people", now.people}});
}

void Witness::door(const Seen& now) {
  const int floor = lift_.machine().landing();
  if (!seen_.door_fully_open && now.door_fully_open) {
    if (openings_ == 0)
      tell("door_opened", {{"floor", floor}, {"people", now.people}});
    else
      tell("door_reopened", {{"floor", floor}, {"times", openings_}});
    ++openings_;
  }
  if (seen_.door_closed || !now.door_closed) return;
  openings_ = 0;
  tell("door_shut", {{"floor", floor}, {"people", now.people}});
}

void Witness::persons(const Seen& now) {
  if (now.people != seen_.people)
    tell(now.people > seen_.people ? "person_entered" : "person_left", {{"people", now.people}});
  if (now.alarm != seen_.alarm) tell(now.alarm ? "alarm_pressed" : "alarm_released");
}

void Witness::trapping(const Seen& now) {
  const bool shut_in = now.people > 0 && now.standing && now.door_closed;
  if (!shut_in) shut_in_since_.reset();
  if (shut_in && !shut_in_since_) shut_in_since_ = lift_.now();
  if (!trapped_ && shut_in && lift_.now() - *shut_in_since_ >= trapped_after) {
    trapped_ = true;
    tell("trapped", {{"since_story_ms", shut_in_since_->count()},
                     {"floor", lift_.machine().landing()},
                     {"in_zone", lift_.machine().in_zone()},
                     {"people", now.people}});
  }
  if (!trapped_ || !now.standing || !now.door_fully_open || !lift_.machine().in_zone()) return;
  trapped_ = false;
  tell("freed", {{"floor", lift_.machine().landing()}, {"people", now.people}});
}

void Witness::operation(const Seen& now) {
  if (now.mode != seen_.mode)
    tell("mode_changed", {{"mode", std::string{mode_names.at(static_cast<std::size_t>(now.mode))}}});
  if (now.fault != seen_.fault) tell("controller_fault", {{"code", now.fault}});
  if (now.mains != seen_.mains) tell(now.mains ? "mains_back" : "mains_lost");
}

void Witness::damage(const Seen& now) {
  if (now.door_stuck != seen_.door_stuck) {
    if (now.door_stuck == Door::Stuck::no)
      tell("door_mended");
    else
      tell("door_stuck", {{"how", std::string{now.door_stuck == Door::Stuck::shut ? "shut" : "open"}}});
  }
  for (std::size_t arm = 0; arm < Brake::arms; ++arm) {
    const std::optional<bool> stuck = now.stuck_arms.at(arm);
    const auto number = static_cast<std::int64_t>(arm + 1);
    if (stuck == seen_.stuck_arms.at(arm)) continue;
    if (stuck)
      tell("brake_arm_stuck", {{"arm", number}, {"how", std::string{*stuck ? "released" : "set"}}});
    else
      tell("brake_arm_mended", {{"arm", number}});
  }
}

void Witness::tell(std::string what, std::vector<std::pair<std::string, Happening::Detail>> details) const {
  tell_({lift_.now(), std::move(what), std::move(details)});
}

}  // namespace liftbox::simulated
