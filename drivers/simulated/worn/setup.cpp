#include "drivers/simulated/worn/setup.hpp"

namespace liftbox::worn {

Wiring usual_wiring() {
  using enum Signal;
  Wiring wiring;
  wiring.fill(Arrival::polled);
  for (const Signal signal : {door_zone, door_closed, door_open, door_locked, brake_command, brake_1_released,
                              brake_2_released, presence, alarm_button, mains_power, box_power, tamper})
    wiring.at(index(signal)) = Arrival::edge;
  wiring.at(index(battery_mv)) = Arrival::converter;
  wiring.at(index(car_position)) = Arrival::unwired;
  return wiring;
}

}  // namespace liftbox::worn
