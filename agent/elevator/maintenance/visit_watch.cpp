#include "agent/elevator/maintenance/visit_watch.hpp"

#include <algorithm>

namespace liftbox {
namespace {

using Sign = VisitEvidence::Sign;

bool any_arm_bound(const CarState& car) {
  return car.machine().arms_bound() > 0;
}

bool can_tell(const CarState& car, Sign sign) {
  switch (sign) {
    case Sign::runs_in_inspection:
      return car.bound(Signal::service_mode) &&
             (car.bound(Signal::car_moving) || car.bound(Signal::car_speed) ||
              car.bound(Signal::run_contactor) || car.bound(Signal::car_position));
    case Sign::doors_opened_outside_zone:
      return car.bound(Signal::door_zone) &&
             (car.bound(Signal::door_closed) || car.bound(Signal::rear_door_closed) ||
              car.bound(Signal::door_locked));
    case Sign::brake_operated:
      return car.bound(Signal::brake_command) || any_arm_bound(car);
    case Sign::brake_opened_by_hand:
      return car.bound(Signal::brake_command) && any_arm_bound(car);
    case Sign::safety_chain_opened:
      return car.bound(Signal::safety_chain);
    case Sign::alarm_button_tested:
      return car.bound(Signal::alarm_button);
    case Sign::final_limit_reached:
      return car.bound(Signal::limit_top) || car.bound(Signal::limit_bottom);
    case Sign::mains_switched_off:
      return car.bound(Signal::mains_power);
  }
  return false;
}

}  // namespace

void VisitWatch::observe(const CarState& car, Moment now, Memory* memory) {
  const bool inspection = car.inspection().yes();
  if (inspected_until_ && memory != nullptr) memory->inspection += now - *inspected_until_;
  inspected_until_ = inspection ? std::optional{now} : std::nullopt;
  if (moves_.rises(car.moving()) && inspection) count(Sign::runs_in_inspection, memory);
  const Fact unlocked = !car.shut() || !car.is(Signal::door_locked);
  if (door_.rises(!car.in_zone() && unlocked)) count(Sign::doors_opened_outside_zone, memory);
  if (chain_.rises(!car.is(Signal::safety_chain))) count(Sign::safety_chain_opened, memory);
  if (button_.rises(car.is(Signal::alarm_button))) count(Sign::alarm_button_tested, memory);
  if (top_.rises(car.is(Signal::limit_top))) count(Sign::final_limit_reached, memory);
  if (bottom_.rises(car.is(Signal::limit_bottom))) count(Sign::final_limit_reached, memory);
  if (mains_.rises(!car.is(Signal::mains_power))) count(Sign::mains_switched_off, memory);
  follow_brake(car, memory);
}

/// Without a command it is the hand at the lever.
void VisitWatch::follow_brake(const CarState& car, Memory* memory) {
  const Fact command = car.is(Signal::brake_command);
  if (command_.rises(command)) count(Sign::brake_operated, memory);
  bool opened = false;
  for (int arm = 1; arm <= max_brake_arms; ++arm)
    opened = arms_.at(static_cast<std::size_t>(arm - 1)).rises(car.is(brake_arm(arm))) || opened;
  if (!opened) return;
  if (command.no()) count(Sign::brake_opened_by_hand, memory);
  if (!command.yes()) count(Sign::brake_operated, memory);
}

std::vector<VisitEvidence::Count> VisitWatch::seen(const CarState& car, const Memory& memory) {
  std::vector<VisitEvidence::Count> seen;
  for (std::size_t i = 0; i < VisitEvidence::sign_count; ++i) {
    const auto sign = static_cast<Sign>(i);
    const int times = i < memory.counts.size() ? memory.counts[i] : 0;
    seen.push_back({sign, can_tell(car, sign) ? std::optional{times} : std::nullopt});
  }
  return seen;
}

Duration VisitWatch::inspection(const Memory& memory, Moment now) const {
  return memory.inspection + (inspected_until_ ? now - *inspected_until_ : Duration{});
}

void VisitWatch::count(Sign sign, Memory* memory) {
  if (memory == nullptr) return;
  memory->counts.resize(VisitEvidence::sign_count);
  ++memory->counts[static_cast<std::size_t>(sign)];
}

/// Only what was known before can be seen to change.
bool VisitWatch::Edge::rises(const Fact& fact) {
  const bool rises = was == Kleene::no && fact.yes();
  if (!fact.unknown()) was = fact.is;
  return rises;
}

}  // namespace liftbox
