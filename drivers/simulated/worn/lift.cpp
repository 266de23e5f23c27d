#include "drivers/simulated/worn/lift.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "drivers/simulated/worn/crowd.hpp"

namespace liftbox::worn {

/// All parts of one lift, and who hears of what.
class Lift::World {
 public:
  World(const Setup& setup, std::uint64_t seed);

  void run(Time until, std::vector<Sample>& samples, std::vector<Truth>& truths);

 private:
  void happen(Due what, Time now);
  void leg(Time now);
  void door(Time now);
  void poll(Time now);

  Setup setup_;
  Agenda agenda_;
  Terminals terminals_;
  Machine machine_;
  Controller controller_;
  Presence presence_;
  Crowd crowd_;
};

Lift::World::World(const Setup& setup, std::uint64_t seed)
    : setup_{setup},
      terminals_{setup, agenda_, seed},
      machine_{setup.building, agenda_, terminals_, seed},
      controller_{setup.building, machine_, agenda_, terminals_, seed},
      presence_{agenda_, terminals_, seed},
      crowd_{setup, machine_, controller_, presence_, agenda_, terminals_, seed} {
  machine_.car.put(0, 0);
  terminals_.tell(Signal::service_mode, static_cast<int>(Mode::normal), 0);
  terminals_.tell(Signal::door_closed, 1, 0);
  terminals_.tell(Signal::mains_power, 1, 0);
  terminals_.tell(Signal::cabinet_temperature, 250, 0);
  terminals_.tell(Signal::battery_mv, 13'600, 0);
  machine_.chain_changed(0);
  terminals_.tell_all(0);
  crowd_.begin(0);
}

void Lift::World::run(Time until, std::vector<Sample>& samples, std::vector<Truth>& /*truths*/) {
  const Time last = std::min(until, setup_.days * day);
  for (;;) {
    const Due what = agenda_.next();
    const Time now = agenda_.at(what);
    if (now > last) break;
    happen(what, now);
    terminals_.collect(now, samples);
  }
  terminals_.collect(last, samples);
}

void Lift::World::happen(Due what, Time now) {
  switch (what) {
    case Due::arm_1:
    case Due::arm_2:
      machine_.arm_follows(what == Due::arm_1 ? 0 : 1, now);
      return controller_.arm_moved(now);
    case Due::leg:
      return leg(now);
    case Due::boundary:
      return machine_.car.pass_boundary(now);
    case Due::lock:
      machine_.door.lock_follows(now);
      return controller_.door_locked(now);
    case Due::door:
      return door(now);
    case Due::curtain:
      return crowd_.curtain_free(now);
    case Due::controller:
      return controller_.step(now);
    case Due::passage:
      return crowd_.pass(now);
    case Due::fidget:
      return crowd_.fidget(now);
    case Due::button:
      return crowd_.press(now);
    case Due::arrival:
      return crowd_.arrive(now);
    case Due::presence:
      return presence_.hold_ends(now);
    case Due::poll:
      return poll(now);
    default:
      agenda_.cancel(what);
  }
}

void Lift::World::leg(Time now) {
  if (machine_.car.leg_ends(now)) controller_.car_stands(now);
}

void Lift::World::door(Time now) {
  const bool free = machine_.door.ends(now);
  controller_.door_ended(free, now);
  if (controller_.passable()) crowd_.door_opened(now);
}

/// Speed and height change all the time while the car moves.
void Lift::World::poll(Time now) {
  terminals_.tell(Signal::car_speed, static_cast<int>(std::abs(std::lround(machine_.car.speed(now)))), now);
  terminals_.tell(Signal::car_position, static_cast<int>(std::lround(machine_.car.height(now))), now);
  terminals_.poll(now);
  if (!machine_.car.standing()) terminals_.poll_soon(now);
}

Lift::Lift(const Setup& setup, std::uint64_t seed) : world_{std::make_unique<World>(setup, seed)} {}
Lift::~Lift() = default;
Lift::Lift(Lift&&) noexcept = default;
Lift& Lift::operator=(Lift&&) noexcept = default;

void Lift::run(std::int64_t until_ms, std::vector<Sample>& samples, std::vector<Truth>& truths) {
  world_->run(until_ms, samples, truths);
}

}  // namespace liftbox::worn
