#include "tests/eval/campaigns.hpp"

#include <array>

#include "tests/eval/dues.hpp"

namespace liftbox::eval {
namespace {

using worn::Incident;
constexpr std::int64_t hour = 3'600'000;

constexpr std::array held{
    Incident::stop_by_safety_chain,  Incident::stop_by_door_lock,       Incident::stop_by_drive_fault,
    Incident::stop_by_encoder,       Incident::stop_by_power_cut,       Incident::stop_ard_fails,
    Incident::shut_in_door_dead,     Incident::shut_in_door_silent,     Incident::shut_in_no_start,
    Incident::stop_in_fire_return,   Incident::stop_in_emergency_power, Incident::stop_in_earthquake,
    Incident::stop_bus_dead_before,  Incident::stop_bus_dies_later,     Incident::stop_presence_dead,
    Incident::stop_silent_passenger, Incident::stop_several_persons,
};

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

Campaign lives(int lifts, int days, Seeds seeds) {
  const auto of_seed = [days](std::uint64_t seed) {
    std::mt19937_64 random{seed};
    Job job;
    job.seed = seed;
    job.setup.building = any_building(random);
    job.setup.days = days;
    job.setup.rates = worn::field_rates();
    return job;
  };
  return {"lives", lifts, first_seed(seeds), of_seed, dues};
}

Campaign dense(int lifts, Seeds seeds) {
  const auto of_seed = [](std::uint64_t seed) {
    constexpr int first_hour = 7;
    constexpr int hours = 22;
    std::mt19937_64 random{seed};
    Job job;
    job.seed = seed;
    job.setup.building = any_building(random);
    job.setup.days = 1;
    job.setup.first_hour = first_hour;
    job.setup.maintenance = false;
    for (std::size_t i = 0; i < hours; ++i) {
      const Incident incident = held.at((seed * hours + i) % held.size());
      job.setup.at.emplace_back(static_cast<std::int64_t>(i + 1) * hour, incident);
    }
    return job;
  };
  return {"dense", lifts, first_seed(seeds), of_seed, dues};
}

}  // namespace liftbox::eval
