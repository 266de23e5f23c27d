// What happens in each incident, once its moment has come: cars that stop, and people shut in.

#include "drivers/simulated/worn/director.hpp"
#include "drivers/simulated/worn/noise.hpp"

namespace liftbox::worn {
namespace {

constexpr int inverter_fault = 31;
constexpr int encoder_fault = 34;
constexpr int main_board_fault = 36;

}  // namespace

void Director::strike(Time now) {
  phase_ = Phase::struck;
  if (what_ <= Incident::empty_stop_after_vandal) return stop(now);
  if (what_ <= Incident::power_cut_standing) return power_cut(now);
  if (what_ <= Incident::door_opens_in_motion) return door(now);
  if (what_ <= Incident::restart_prevented) return movement(now);
  if (what_ <= Incident::brake_slip) return brake(now);
  if (what_ <= Incident::brake_sticks) return wear(now);
  if (what_ <= Incident::vandal_calls) return service(now);
  if (what_ <= Incident::clock_steps) return source(now);
  box(now);
}

/// A car stops, or a door stays shut.
void Director::stop(Time now) {
  switch (what_) {
    case Incident::stop_by_power_cut:
    case Incident::stop_ard_fails:
      return power_cut(now);
    case Incident::shut_in_door_dead:
    case Incident::shut_in_door_silent:
    case Incident::shut_in_no_start:
      return shut_in(now);
    case Incident::stop_in_fire_return:
      stage_.controller.mode(Mode::fire_return, now);
      break;
    case Incident::stop_in_emergency_power:
      stage_.controller.mode(Mode::emergency_power, now);
      break;
    case Incident::stop_in_earthquake:
      stage_.controller.mode(Mode::earthquake, now);
      break;
    case Incident::stop_bus_dead_before:
      stage_.terminals.silence(Terminals::Silence::incident, true, now);
      break;
    case Incident::stop_silent_passenger:
      for (Person& person : stage_.crowd.persons()) person.silent = person.still = true;
      break;
    default:
      break;
  }
  const bool in_two_steps = what_ >= Incident::stop_in_fire_return && what_ <= Incident::stop_bus_dead_before;
  if (!in_two_steps) return stop_people(now);
  after(
      dice_.between(second, 4 * second), [this](Time when) { stop_people(when); }, now);
}

/// The car is stopped by one of its many hands. Where it has come to a landing meanwhile nothing comes of it.
void Director::stop_people(Time now) {
  const bool runs = stage_.controller.running() && !stage_.machine.car.standing();
  if (!runs)
    return after(
        dice_.between(minute, 5 * minute), [this](Time when) { give_up(when); }, now);
  int how = dice_.between(0, 3);
  if (what_ == Incident::stop_by_safety_chain) how = 0;
  if (what_ == Incident::stop_by_door_lock) how = 1;
  if (what_ == Incident::stop_by_drive_fault) how = 2;
  if (what_ == Incident::stop_by_encoder) how = 3;
  if (how == 0) stage_.machine.break_chain(true, now);
  if (how == 1) stage_.machine.break_lock(true, now);
  if (how == 2) stage_.controller.fault(inverter_fault, now);
  if (how == 3) {
    stage_.machine.car.counts(false, now);
    stage_.controller.fault(encoder_fault, now);
  }
  if (what_ == Incident::short_stop) return recovers_by_itself(dice_.between(4 * second, 22 * second), now);
  if (what_ != Incident::stop_bus_dies_later) return technician_or_itself(now);
  after(
      dice_.between(4 * second, 200 * second),
      [this](Time when) {
        stage_.terminals.silence(Terminals::Silence::incident, true, when);
        technician_or_itself(when);
      },
      now);
}

void Director::recovers_by_itself(Time wait, Time now) {
  after(
      wait,
      [this](Time when) {
        if (stage_.technician.on_site())
          return after(
              minute, [this](Time t) { give_up(t); }, when);
        stage_.technician.is_not_needed(when);
        mend(when);
        after(
            3 * minute, [this](Time t) { over(t); }, when);
      },
      now);
}

/// Most wait for the technician, who mends it; some lifts go on by themselves after a while.
void Director::technician_or_itself(Time now) {
  constexpr double by_itself = 0.25;
  constexpr double usually_ms = 6 * 60'000.0;
  stage_.technician.is_called(now);
  if (dice_.chance(by_itself)) return recovers_by_itself(dice_.skewed(usually_ms, 0.9), now);
  after(
      minute, [this](Time when) { wait_for_technician(when); }, now);
}

void Director::wait_for_technician(Time now) {
  if (!stage_.technician.busy()) return give_up(now);
  after(
      minute, [this](Time when) { wait_for_technician(when); }, now);
}

void Director::shut_in(Time now) {
  if (what_ == Incident::shut_in_door_dead) stage_.machine.door.dies(now);
  if (what_ == Incident::shut_in_door_silent) stage_.controller.hang(true, now);
  if (what_ == Incident::shut_in_no_start) {
    if (dice_.chance(0.5)) {
      stage_.machine.door.dies(now);
      stage_.controller.fault(main_board_fault, now);
    } else {
      stage_.controller.hang(true, now);
    }
  }
  constexpr double stand_still = 0.4;
  for (Person& person : stage_.crowd.persons())
    if (dice_.chance(stand_still)) person.still = true;
  technician_or_itself(now);
}

void Director::power_cut(Time now) {
  const bool works = what_ != Incident::stop_ard_fails;
  const Time lasting = dice_.skewed(noise::mains::cut_ms, noise::mains::cut_sigma);
  stage_.supply.cut(lasting, works, now);
  constexpr double called = 0.7;
  if (stage_.crowd.riding() > 0 && dice_.chance(called)) stage_.technician.is_called(now);
  after(
      lasting + 5 * minute, [this](Time when) { wait_for_technician(when); }, now);
}

}  // namespace liftbox::worn
