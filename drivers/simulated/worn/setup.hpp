#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "drivers/simulated/worn/incident.hpp"
#include "drivers/simulated/worn/signal.hpp"

namespace liftbox::worn {

/// Who tells a signal: nobody, a wire at its edges, the bus at its polls, or the box's own converter, which
/// is never silent.
enum class Arrival : std::uint8_t { unwired, edge, polled, converter };
using Wiring = std::array<Arrival, signal_count>;

/// Doors, brake, presence, button, mains and the box's own contacts on wires, the rest of the controller over
/// its bus.
Wiring usual_wiring();

enum class Traffic : std::uint8_t { residential, office, hospital };

struct Building {
  Traffic traffic = Traffic::residential;
  int landings = 12;
  int storey_mm = 3000;
  int rated_speed_mm_s = 1750;
  int rated_load_kg = 1050;
  double rides_per_day = 0;  ///< 0: what the kind of building has
  bool automatic_rescue = false;
};

/// Everything that is decided about a lift; the rest is left to the seed.
struct Setup {
  Building building;
  Wiring wiring = usual_wiring();
  std::int64_t poll_ms = 1000;  ///< of the bus
  int battery_low_mv = 11'500;  ///< of the box's; its maker calls it nearly empty
  std::int64_t days = 365;
  int first_hour = 0;       ///< of the day at `t_ms` 0, which is a Monday
  bool noise = true;        ///< jitter, missed edges, flapping PIR, drift, ghosts …
  bool maintenance = true;  ///< a technician every 15 days
  struct Rate {
    Incident incident;
    double per_year;
  };
  std::vector<Rate> rates;  ///< incidents come one at a time; one that is due waits for those before it
  std::vector<std::pair<std::int64_t, Incident>> at;  ///< not before this `t_ms`
};

/// How often they happen to a lift in the field.
std::vector<Setup::Rate> field_rates();

}  // namespace liftbox::worn
