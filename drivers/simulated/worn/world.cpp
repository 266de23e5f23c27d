#include "drivers/simulated/worn/world.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace liftbox::worn {

Lift::World::World(const Setup& setup, std::uint64_t seed)
    : setup_{setup},
      terminals_{setup, agenda_, chronicle_, seed},
      machine_{setup, agenda_, terminals_, seed},
      controller_{setup, machine_, agenda_, terminals_, seed},
      supply_{setup, machine_, controller_, agenda_, chronicle_, seed},
      presence_{setup, agenda_, terminals_, chronicle_, seed},
      load_{setup, terminals_, seed},
      crowd_{setup, machine_, controller_, presence_, load_, agenda_, terminals_, seed},
      technician_{setup, machine_, controller_, crowd_, load_, agenda_, chronicle_, seed},
      box_{setup, machine_, agenda_, terminals_, chronicle_, seed},
      director_{setup,
                {machine_, controller_, supply_, crowd_, presence_, load_, technician_, box_, terminals_,
                 agenda_, chronicle_},
                seed},
      calendar_{setup,
                {machine_, controller_, supply_, crowd_, presence_, load_, technician_, box_, terminals_,
                 agenda_, chronicle_},
                director_,
                seed},
      nuisance_{setup, supply_, crowd_, load_, agenda_, terminals_, chronicle_, seed},
      witness_{machine_, controller_, crowd_, terminals_, chronicle_} {
  machine_.car.put(0, 0);
  terminals_.tell(Signal::service_mode, static_cast<int>(Mode::normal), 0);
  terminals_.tell(Signal::door_closed, 1, 0);
  terminals_.tell(Signal::mains_power, 1, 0);
  machine_.chain_changed(0);
  box_.begin(0);
  nuisance_.weather(0);
  terminals_.tell_all(0);
  presence_.begin(0);
  crowd_.begin(0);
  nuisance_.begin(0);
  director_.begin(0);
  calendar_.begin(0);
}

void Lift::World::run(Time until, std::vector<Sample>& samples, std::vector<Truth>& truths) {
  const Time end = setup_.days * day;
  for (const Time last = std::min(until, end);;) {
    const Due what = agenda_.next();
    const Time now = agenda_.at(what);
    if (now > last) break;
    happen(what, now);
    terminals_.collect(now, samples);
  }
  terminals_.collect(std::min(until, end), samples);
  if (until >= end && !over_) {
    over_ = true;
    witness_.end(end);
  }
  chronicle_.collect(truths);
}

void Lift::World::happen(Due what, Time now) {
  switch (what) {
    case Due::poll:
      return poll(now);
    case Due::boundary:
      machine_.car.pass_boundary(now);
      break;
    case Due::arm_1:
    case Due::arm_2:
      machine_.arm_follows(what == Due::arm_1 ? 0 : 1, now);
      controller_.arm_moved(now);
      break;
    case Due::leg:
      if (machine_.car.leg_ends(now)) controller_.car_stands(now);
      break;
    case Due::lock:
      machine_.door.lock_follows(now);
      machine_.chain_changed(now);
      controller_.door_locked(now);
      break;
    case Due::door:
      door(now);
      break;
    case Due::controller: {
      const bool was_closing = controller_.closing();
      controller_.step(now);
      if (controller_.closing() && !was_closing) crowd_.door_closes(now);
      break;
    }
    case Due::presence:
      return presence_.hold_ends(now);
    case Due::fidget:
      return crowd_.fidget(now);
    case Due::passage:
      crowd_.pass(now);
      break;
    case Due::button:
      crowd_.press(now);
      break;
    case Due::obstacle:
      crowd_.into_the_way(now);
      break;
    case Due::curtain:
      crowd_.curtain_free(now);
      break;
    case Due::alarm:
      crowd_.alarm_let_go(now);
      break;
    case Due::arrival:
      crowd_.arrive(now);
      break;
    default:
      around(what, now);
  }
  director_.look(now);
  box_.look(now);
  witness_.look(now);
}

void Lift::World::around(Due what, Time now) {
  switch (what) {
    case Due::mains:
      return supply_.back(now);
    case Due::rescue_device:
      return supply_.rescue_step(now);
    case Due::battery:
      return box_.measure(now);
    case Due::ghost:
      return presence_.ghost(now);
    case Due::incident:
      return director_.step(now);
    case Due::undo:
      return director_.undo(now);
    case Due::technician:
      return technician_.step(now);
    case Due::calendar:
      return calendar_.step(now);
    case Due::weather:
      return nuisance_.weather(now);
    case Due::dip:
      return nuisance_.dip(now);
    case Due::hiccup:
      return nuisance_.hiccup(now);
    case Due::freeze:
      return nuisance_.freeze(now);
    case Due::clock:
      return nuisance_.clock(now);
    case Due::reread:
      return terminals_.read_again(now);
    default:
      return agenda_.cancel(what);
  }
}

void Lift::World::door(Time now) {
  const bool free = machine_.door.ends(now);
  controller_.door_ended(free, now);
  if (!machine_.passable()) return;
  crowd_.door_opened(now);
  presence_.door_opens(now);
}

/// Speed and height change all the time while the car moves.
void Lift::World::poll(Time now) {
  terminals_.tell(Signal::car_speed, static_cast<int>(std::abs(std::lround(machine_.car.speed(now)))), now);
  terminals_.tell(Signal::car_position, static_cast<int>(std::lround(machine_.car.height(now))), now);
  terminals_.poll(now);
  if (!machine_.car.standing()) terminals_.poll_soon(now);
}

}  // namespace liftbox::worn
