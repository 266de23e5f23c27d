#include <catch2/catch.hpp>
#include <string>

#include "tests/worn/ride.hpp"

// The truth about people who cannot get out, held against what ideal wires tell of the same lift.
namespace liftbox::worn::test {
namespace {

using enum Signal;

std::int64_t fact(const Truth& truth, const std::string& name, std::int64_t otherwise) {
  for (const auto& [fact, value] : truth.facts)
    if (fact == name) return value;
  return otherwise;
}

/// The first of these facts that is later than the beginning.
std::int64_t first_after(const Truth& truth, const std::string& name) {
  for (const auto& [fact, value] : truth.facts)
    if (fact == name && value > truth.from_ms) return value;
  return truth.upto_ms;
}

Picture at(const Told& told, std::int64_t t_ms) {
  Picture picture;
  for (const Sample& sample : told.samples) {
    if (sample.t_ms > t_ms) break;
    picture.see(sample);
  }
  return picture;
}

bool moves_between(const Told& told, std::int64_t from, std::int64_t upto) {
  return std::any_of(told.samples.begin(), told.samples.end(), [&](const Sample& sample) {
    return sample.signal == car_moving && sample.value == 1 && sample.t_ms > from && sample.t_ms < upto;
  });
}

const std::vector<Incident> traps{
    Incident::stop_by_safety_chain,  Incident::stop_by_door_lock,    Incident::stop_by_drive_fault,
    Incident::stop_by_power_cut,     Incident::shut_in_door_dead,    Incident::shut_in_door_silent,
    Incident::stop_silent_passenger, Incident::stop_several_persons, Incident::short_stop};

TEST_CASE("who is held stands where the truth says, until it says that the car moves or the door opens") {
  int held = 0;
  for (const Incident incident : traps) {
    Setup setup = all_on_wires(1);
    setup.at.emplace_back(one_day / 2, incident);
    const Told told = ride(setup, 3, one_day);
    for (const Truth& truth : told.truths) {
      if (truth.kind != "held" || truth.cause.empty()) continue;
      INFO(name(incident) << " at " << truth.from_ms);
      ++held;
      const Picture then = at(told, truth.from_ms + 300);
      CHECK(then[car_moving] == 0);
      CHECK(then[door_zone] == 1 - fact(truth, "outside_zone", -1));
      CHECK(then[door_closed] == 1);
      CHECK(then[load_kg] == fact(truth, "load_kg", -1));
      CHECK_FALSE(moves_between(told, truth.from_ms, first_after(truth, "moved_ms")));
      if (const auto opened = fact(truth, "door_open_in_zone_ms", 0); opened != 0) {
        CHECK(at(told, opened + 300)[door_closed] == 0);
        CHECK(at(told, opened)[door_zone] == 1);
      }
    }
  }
  CHECK(held >= 8);
}

TEST_CASE("each press of the alarm button of who is held is a fact, with its end") {
  Setup setup = all_on_wires(1);
  setup.at.emplace_back(one_day / 2, Incident::stop_by_safety_chain);
  int presses = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Told told = ride(setup, seed, one_day);
    for (const Truth& truth : told.truths) {
      if (truth.kind != "held") continue;
      for (const auto& [name, value] : truth.facts) {
        if (name == "alarm_ms") CHECK(at(told, value)[alarm_button] == 1);
        if (name == "alarm_upto_ms") CHECK(at(told, value)[alarm_button] == 0);
        presses += name == "alarm_ms";
      }
    }
  }
  CHECK(presses > 0);
}

TEST_CASE("somebody silent presses nothing") {
  const Told told = ride(one_incident(Incident::stop_silent_passenger), 1, one_day);
  int held = 0;
  for (const Truth& truth : told.truths) {
    if (truth.kind != "held" || truth.cause.empty()) continue;
    ++held;
    CHECK(fact(truth, "persons", 0) > 0);
    CHECK(first_after(truth, "alarm_ms") == truth.upto_ms);
    CHECK(first_after(truth, "call_ms") == truth.upto_ms);
  }
  CHECK(held == 1);
}

TEST_CASE("nobody appears in a shut car, or vanishes from it") {
  Setup setup = all_on_wires(4);
  setup.maintenance = false;
  for (const Incident incident : traps) setup.rates.push_back({incident, 60});
  Picture lift;
  int through_the_door = 0;
  for (const Sample& sample : ride(setup, 5, one_day).samples) {
    if (sample.t_ms > 0 && sample.signal == load_kg && sample.value != lift[load_kg]) {
      ++through_the_door;
      if (lift[door_closed] == 1) FAIL("at " << sample.t_ms);
    }
    lift.see(sample);
  }
  CHECK(through_the_door > 100);
}

TEST_CASE("in no incident does the car jump") {
  Setup setup = all_on_wires(4);
  for (std::size_t i = 0; i < incident_count; ++i) setup.rates.push_back({static_cast<Incident>(i), 15});
  const double most = 1.5 * setup.building.rated_speed_mm_s / 1000;
  std::int64_t before_ms = 0;
  std::int32_t before_mm = 0;
  for (const Sample& sample : ride(setup, 6, one_day).samples) {
    if (sample.signal != car_position) continue;
    if (std::abs(sample.value - before_mm) > most * static_cast<double>(sample.t_ms - before_ms) + 2)
      FAIL("from " << before_mm << " to " << sample.value << " mm at " << sample.t_ms);
    before_ms = sample.t_ms;
    before_mm = sample.value;
  }
  CHECK(before_ms > 3 * one_day);
}

}  // namespace
}  // namespace liftbox::worn::test
