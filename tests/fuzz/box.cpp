#include "tests/fuzz/box.hpp"

#include <vector>

namespace liftbox::fuzz {
namespace {

using enum Signal;

struct Step {
  int ms;
  Signal signal;
  Value value;
};

/// One run with its doors and its brake.
const std::vector<Step> run{
    {0, door_open_command, 0},
    {10, door_close_command, 1},
    {20, door_open, 0},
    {2000, door_closed, 1},
    {2100, door_locked, 1},
    {2200, run_contactor, 1},
    {2250, brake_command, 1},
    {2400, brake_1_released, 1},
    {2420, brake_2_released, 1},
    {2500, car_moving, 1},
    {2600, car_speed, 1500},
    {3500, door_zone, 0},
    {4000, floor, 2},
    {8000, door_zone, 1},
    {8500, car_speed, 0},
    {8600, car_moving, 0},
    {8700, brake_command, 0},
    {8900, brake_1_released, 0},
    {9100, brake_2_released, 0},
    {9200, run_contactor, 0},
    {9300, door_locked, 0},
    {9400, door_open_command, 1},
    {9500, door_closed, 0},
    {11000, door_open, 1},
    {12000, presence, 1},
    {12500, car_call, 1},
    {13000, car_call, 0},
};
/// It stops between landings with somebody in it.
const std::vector<Step> trapped{
    {0, door_open, 0},       {2000, door_closed, 1},    {2500, car_moving, 1},
    {3000, door_zone, 0},    {5000, car_moving, 0},     {6000, alarm_button, 1},
    {9000, alarm_button, 0}, {10'000, safety_chain, 0}, {11'000, mains_power, 0},
};
const std::vector<Step> freed{
    {0, mains_power, 1},    {100, safety_chain, 1},    {1000, service_mode, 2},       {60'000, car_moving, 1},
    {70'000, door_zone, 1}, {71'000, car_moving, 0},   {75'000, door_closed, 0},      {76'000, door_open, 1},
    {80'000, presence, 0},  {90'000, service_mode, 1}, {91'000, controller_fault, 5},
};

LiftFacts facts() {
  LiftFacts facts;
  facts.rated_speed_mm_s = 1750;
  facts.rated_load_kg = 1000;
  return facts;
}

std::vector<SourceBindings> everything() {
  SourceBindings lines{"lines", {}};
  for (const SignalInfo& about : all_signals()) lines.bindings.push_back({about.signal, Arrival::edges, {}});
  return {lines};
}

}  // namespace

Box::Box(Moment now) : lift{{}, facts(), everything(), now}, journal{{"box", ""}, {}, {"epoch", 0, {}}} {}

Box::Box(const SourceBindings& trace)
    : lift{{}, facts(), std::span{&trace, 1}, Moment{}}, journal{{"box", ""}, {}, {"epoch", 0, {}}} {}

void Box::settle(const Outcome& outcome, const MemoryAnchor& at) {
  const Stamp stamp{at.now, at.wall_ms, 480, "synced", at.boot};
  for (const Occurrence& occurrence : outcome.occurrences) journal.write(occurrence, stamp);
  for (const StatisticsDocument& document : outcome.statistics) journal.write_statistics(document, stamp);
}

void Box::live(const MemoryAnchor& from) {
  MemoryAnchor at = from;
  const auto pass = [&](Duration time) {
    at.now += time;
    at.wall_ms += time.count();
    settle(lift.look(at.now), at);
  };
  const auto play = [&](const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      const Reading reading{step.signal, step.value, at.now + Duration{step.ms}, Quality::good};
      settle(lift.apply({&reading, 1}), at);
    }
    pass(Duration{steps.back().ms + 5000});
  };
  const auto wall = [&] { settle(lift.wall({at.now, at.wall_ms, 480, true}), at); };
  const auto says = [&](PersonSays::What what) {
    settle(lift.person({what, EventType::entrapment, "A1234"}, at.now), at);
  };

  wall();
  play(run);
  play(run);
  play(trapped);
  pass(std::chrono::minutes{4});
  says(PersonSays::What::acknowledge);
  says(PersonSays::What::on_site);
  settle(lift.visit_begins({"A1234", "half_monthly", {}}, at.now), at);
  play(freed);
  says(PersonSays::What::close);
  settle(lift.visit_ends({"A1234", {}, {"A-1-04"}}, at.now), at);
  settle(lift.brake_maintained({.action = BrakeAction::dismantled, .by = "A1234"}, at.now), at);
  play(run);
  pass(std::chrono::hours{1});
  wall();
  settle(lift.box({}, at.now), at);
  settle(lift.test_box("A1234", at.now), at);
  settle(lift.inspected({Date{std::chrono::days{20'600}}, Date{std::chrono::days{20'965}}, "A1234"}, at.now),
         at);
  pass(std::chrono::hours{26});
  wall();
  play(run);
  lift.brake_verdict();
  lift.today(at.now);
  lift.visit();
}

}  // namespace liftbox::fuzz
