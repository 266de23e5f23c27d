// Incidents of the door, of movement, and of the brake.
#include <algorithm>
#include <cmath>

#include "drivers/simulated/worn/director.hpp"

namespace liftbox::worn {
namespace {

constexpr int looks_for_open_door = 600;

}  // namespace

void Director::door(Time now) {
  Machine& machine = stage_.machine;
  const auto gives_up = [this](Time when) { give_up(when); };
  switch (what_) {
    case Incident::door_held_by_furniture: {
      const Time lasting = dice_.between(3 * minute, 25 * minute);
      stage_.crowd.hold_door(lasting, now);
      return after(lasting, gives_up, now);
    }
    case Incident::door_reopens:
      machine.door.sill_blocked(true);
      return after(dice_.between(minute, 8 * minute), gives_up, now);
    case Incident::door_opens_in_motion:
      machine.door.open_by_hand(0.12, now);
      machine.chain_changed(now);
      return after(
          dice_.between(4 * second, 20 * second),
          [this](Time when) {
            stage_.machine.door.close_by_hand(when);
            recovers_by_itself(dice_.between(4 * second, 15 * second), when);
          },
          now);
    default:
      break;
  }
  machine.door.dies(now);
  constexpr double technician_comes = 0.5;
  if (dice_.chance(technician_comes)) return technician_or_itself(now);
  recovers_by_itself(dice_.between(4 * minute, 30 * minute), now);
}

void Director::movement(Time now) {
  Car& car = stage_.machine.car;
  const double sign = dice_.chance(0.5) ? 1 : -1;
  switch (what_) {
    case Incident::unintended_movement: {
      const bool at_bottom = car.landing(now) == 1;
      const bool at_top = car.landing(now) == setup_.building.landings;
      const double way = at_bottom ? 1 : at_top ? -1 : sign;
      stage_.machine.brake.slips(true);
      car.run_away(way * dice_.between(300.0, 900.0), way * dice_.between(500.0, 1100.0), now);
      return after(
          dice_.between(900, 1600), [this](Time when) { caught(when); }, now);
    }
    case Incident::drifts_off_its_brake:
      return brake_lets_go(now);
    case Incident::overspeed: {
      const double way = car.speed(now) > 0 ? 1 : -1;
      const double top = setup_.building.rated_speed_mm_s * dice_.between(1.2, 1.35);
      const double acceleration = dice_.between(400.0, 1200.0);
      overspeed_ = stage_.chronicle.begin("overspeed", now,
                                          {{"speed_mm_s", std::lround(std::abs(car.speed(now)))},
                                           {"acceleration_mm_s2", std::lround(acceleration)},
                                           {"top_speed_mm_s", std::lround(top)}});
      car.run_away(way * acceleration, way * top, now);
      return after(
          dice_.between(900, 2500), [this](Time when) { caught(when); }, now);
    }
    case Incident::overtravel: {
      stage_.machine.break_chain(true, now);
      return technician_or_itself(now);
    }
    case Incident::motor_without_movement:
      return after(
          dice_.between(5 * minute, 40 * minute), [this](Time when) { give_up(when); }, now);
    case Incident::floor_count_lost:
      car.counts(false, now);
      return after(
          dice_.between(30 * second, 10 * minute), [this](Time when) { give_up(when); }, now);
    default:
      stage_.controller.fault(dice_.between(30, 39), now);
      return after(
          dice_.between(20 * second, 30 * minute), [this](Time when) { give_up(when); }, now);
  }
}

/// The governor's switch opens the chain, and its safety gear holds the car.
void Director::caught(Time now) {
  constexpr double gear_mm_s2 = 5000;
  stage_.chronicle.end(overspeed_, now);
  stage_.machine.break_chain(true, now);
  stage_.machine.car.slow_down(gear_mm_s2, now);
  stage_.controller.fault(Controller::chain_fault, now);
  stage_.technician.is_called(now);
  after(
      minute, [this](Time when) { wait_for_technician(when); }, now);
}

/// At the next stop an arm stays released, or both. Not every controller looks whether they have set.
void Director::brake_lets_go(Time now) {
  const bool both = dice_.chance(0.4);
  const auto first = static_cast<std::size_t>(dice_.between(0, 1));
  for (std::size_t arm = 0; arm < Brake::arms; ++arm) {
    if (!both && arm != first) continue;
    stage_.machine.brake.stick(arm, true);
    loose_arms_.at(arm) =
        stage_.chronicle.begin("brake_arm_stays_released", now, {{"arm", static_cast<int>(arm) + 1}});
  }
  stage_.controller.watches_brake(dice_.chance(0.5));
  drift_once_open(looks_for_open_door, now);
}

/// The motor holds the car until the contactor drops, its friction for a moment more: then people walk out.
void Director::drift_once_open(int looks_left, Time now) {
  constexpr Time each = 200;
  const Machine& machine = stage_.machine;
  const bool loose = machine.car.standing() && machine.car.in_zone() && !machine.door.closed() &&
                     !machine.contactor() && !machine.brake.all_set();
  if (loose)
    return after(
        dice_.between(300, 4000), [this](Time when) { drift(when); }, now);
  if (looks_left == 0) return give_up(now);
  after(
      each, [this, looks_left](Time when) { drift_once_open(looks_left - 1, when); }, now);
}

/// A counterweight of half the rated load pulls a nearly empty car up. The short-circuited motor, or its
/// gear, does not let it become fast.
void Director::drift(Time now) {
  Machine& machine = stage_.machine;
  if (machine.contactor() || machine.door.closed()) return drift_once_open(looks_for_open_door, now);
  const double way = 2 * stage_.crowd.load_kg() < setup_.building.rated_load_kg ? 1 : -1;
  machine.car.run_away(way * dice_.between(250.0, 600.0), way * dice_.between(150.0, 450.0), now);
  after(
      dice_.between(900, 2000),
      [this](Time when) {
        stage_.controller.fault(Controller::brake_fault, when);
        after(
            dice_.between(second / 2, 6 * second), [this](Time t) { drift_ends(t); }, when);
      },
      now);
}

/// The arms fall in late, shaken loose, or a second brake at the rope holds the car. Or it stands already, on
/// its buffer or the counterweight's.
void Director::drift_ends(Time now) {
  constexpr double shaken_loose = 0.4;
  if (stage_.machine.car.standing()) return technician_or_itself(now);
  if (!dice_.chance(shaken_loose)) return caught(now);
  free_brake(now);
  technician_or_itself(now);
}

/// It lasts so long, and is mended.
void Director::until_mended(const char* kind, Chronicle::Facts facts, Time wait, Time now) {
  auto entry = stage_.chronicle.begin(kind, now, std::move(facts));
  after(
      wait,
      [this, entry](Time when) mutable {
        stage_.chronicle.end(entry, when);
        give_up(when);
      },
      now);
}

void Director::brake(Time now) {
  Brake& brake = stage_.machine.brake;
  const auto arm = static_cast<std::size_t>(dice_.between(0, 1));
  const auto tell = [&](const char* kind, Time wait) {
    until_mended(kind, {{"arm", static_cast<int>(arm) + 1}}, wait, now);
  };
  switch (what_) {
    case Incident::brake_not_released:
      brake.stick(arm, false);
      return tell("brake_arm_stays_set", 20 * minute);
    case Incident::brake_not_set:
      brake.stick(arm, true);
      return tell("brake_arm_stays_released", 20 * minute);
    case Incident::brake_drag:
      brake.stick(arm, false);
      stage_.controller.watches_brake(false);
      return tell("brake_arm_drags", dice_.between(5 * minute, 30 * minute));
    default:
      break;
  }
  const double way = stage_.machine.car.landing(now) == setup_.building.landings ? -1 : 1;
  const double speed = dice_.between(40.0, 150.0);
  brake.slips(true);
  auto entry = stage_.chronicle.begin("brake_slips", now, {{"speed_mm_s", std::lround(speed)}});
  stage_.machine.car.run_away(way * speed, way * speed, now);
  after(
      dice_.between(1200, 3000),
      [this, entry](Time when) mutable {
        stage_.machine.brake.slips(false);
        stage_.machine.car.slow_down(1000, when);
        stage_.chronicle.end(entry, when);
        after(
            2 * minute, [this](Time t) { give_up(t); }, when);
      },
      now);
}

void Director::wear(Time now) {
  const auto arm = static_cast<std::size_t>(dice_.between(0, 1));
  constexpr double ms_a_cycle = 0.01;
  constexpr Time until_noticed = 150 * day;
  const bool grows = what_ == Incident::brake_wears;
  grows ? stage_.machine.brake.wears(arm, ms_a_cycle) : stage_.machine.brake.gathers_sludge(arm);
  lasts(
      until_noticed, grows ? "brake_wears" : "brake_sticks",
      {{"arm", static_cast<int>(arm) + 1}, {"cycles", stage_.machine.brake.cycles()}},
      [this](Time) { stage_.machine.brake.is_taken_apart(); }, now);
}

}  // namespace liftbox::worn
