#include "tests/eval/campaigns.hpp"

#include <array>

#include "tests/eval/dues.hpp"

namespace liftbox::eval {
namespace {

using worn::Incident;
constexpr std::int64_t hour = 3'600'000;

constexpr std::array holding_incidents{
    Incident::stop_by_safety_chain,  Incident::stop_by_door_lock,       Incident::stop_by_drive_fault,
    Incident::stop_by_encoder,       Incident::stop_by_power_cut,       Incident::stop_ard_fails,
    Incident::shut_in_door_dead,     Incident::shut_in_door_silent,     Incident::shut_in_no_start,
    Incident::stop_in_fire_return,   Incident::stop_in_emergency_power, Incident::stop_in_earthquake,
    Incident::stop_bus_dead_before,  Incident::stop_bus_dies_later,     Incident::stop_presence_dead,
    Incident::stop_silent_passenger, Incident::stop_several_persons,
};

constexpr std::array faults_of_all_kinds{
    Incident::stop_by_safety_chain,
    Incident::empty_stop,
    Incident::power_cut_standing,
    Incident::door_does_not_close,
    Incident::door_does_not_open_empty,
    Incident::door_held_by_furniture,
    Incident::door_reopens,
    Incident::door_opens_in_motion,
    Incident::unintended_movement,
    Incident::drifts_off_its_brake,
    Incident::overspeed,
    Incident::overtravel,
    Incident::motor_without_movement,
    Incident::floor_count_lost,
    Incident::restart_prevented,
    Incident::brake_not_released,
    Incident::brake_not_set,
    Incident::brake_drag,
    Incident::brake_slip,
    Incident::fire_return,
    Incident::firefighter,
    Incident::emergency_power,
    Incident::earthquake,
    Incident::technician_visit,
    Incident::bus_dead,
    Incident::box_unplugged,
    Incident::box_opened,
};

/// Some boxes are told by a contact whether they are supplied, others by their battery's voltage.
worn::Wiring any_wiring(std::mt19937_64& random) {
  worn::Wiring wiring = worn::usual_wiring();
  if (std::uniform_int_distribution{0, 1}(random) == 0)
    wiring.at(worn::index(worn::Signal::box_power)) = worn::Arrival::unwired;
  return wiring;
}

/// A day on which one of them strikes every hour, each by turns.
template <std::size_t N>
Job full_day(std::uint64_t seed, const std::array<Incident, N>& incidents) {
  constexpr int first_hour = 7;
  constexpr int hours = 22;
  std::mt19937_64 random{seed};
  Job job;
  job.seed = seed;
  job.setup.building = any_building(random);
  job.setup.wiring = any_wiring(random);
  job.setup.days = 1;
  job.setup.first_hour = first_hour;
  job.setup.maintenance = false;
  for (std::size_t i = 0; i < hours; ++i)
    job.setup.at.emplace_back(static_cast<std::int64_t>(i + 1) * hour,
                              incidents.at((seed * hours + i) % incidents.size()));
  return job;
}

}  // namespace

worn::Building any_building(std::mt19937_64& random) {
  const auto between = [&](int low, int high) { return std::uniform_int_distribution{low, high}(random); };
  worn::Building building;
  building.traffic = static_cast<worn::Traffic>(between(0, 2));
  building.landings = between(4, 30);
  building.storey_mm = between(2800, 4200);
  building.rated_speed_mm_s =
      building.landings > 12 ? 1750 + 250 * between(0, 3) : 1000 + 250 * between(0, 3);
  building.rated_load_kg = building.traffic == worn::Traffic::hospital ? 1600 : 630 + 210 * between(0, 2);
  building.automatic_rescue = between(0, 1) == 1;
  return building;
}

std::uint64_t first_seed(Seeds seeds) {
  return seeds == Seeds::tuning ? 1 : 2'000'001;
}

Campaign lives(int lifts, int days, double hurry, Seeds seeds) {
  const auto of_seed = [days, hurry](std::uint64_t seed) {
    std::mt19937_64 random{seed};
    Job job;
    job.seed = seed;
    job.setup.building = any_building(random);
    job.setup.wiring = any_wiring(random);
    job.setup.days = days;
    job.setup.rates = worn::field_rates();
    for (worn::Setup::Rate& rate : job.setup.rates) rate.per_year *= hurry;
    return job;
  };
  return {hurry > 1 ? "hurried" : "lives", lifts, first_seed(seeds), of_seed, dues};
}

Campaign dense(int lifts, Seeds seeds) {
  return {"dense", lifts, first_seed(seeds),
          [](std::uint64_t seed) { return full_day(seed, holding_incidents); }, dues};
}

Campaign faults(int lifts, Seeds seeds) {
  const auto of_seed = [](std::uint64_t seed) { return full_day(seed, faults_of_all_kinds); };
  return {"faults", lifts, first_seed(seeds), of_seed, dues};
}

}  // namespace liftbox::eval
