#include <catch2/catch.hpp>

#include "tests/statistics/counted.hpp"

namespace liftbox::test {

TEST_CASE("minutes are counted by service mode, and only in normal is the lift there for its passengers") {
  Counted lift{service_mode};
  lift.set(0s, {{service_mode, 1}})
      .set(10min, {{service_mode, 2}})
      .set(15min, {{service_mode, 3}})
      .set(16min, {{service_mode, 1}})
      .until(20min);
  const Counts counts = lift.today(20min);
  CHECK(counts[Counter::watched_ms] == Duration{20min}.count());
  CHECK(counts[Counter::normal_ms] == Duration{14min}.count());
  CHECK(counts[Counter::inspection_ms] == Duration{5min}.count());
  CHECK(counts[Counter::fire_return_ms] == Duration{1min}.count());
  CHECK(counts[Counter::available_ms] == Duration{14min}.count());
  CHECK(counts[Counter::unavailable_ms] == Duration{6min}.count());
}

TEST_CASE("a lift of which nothing is heard is neither there nor away") {
  Counted lift{service_mode};
  lift.set(0s, {{service_mode, 1}}).lose(10min, service_mode).until(20min);
  const Counts counts = lift.today(20min);
  CHECK(counts[Counter::available_ms] == Duration{10min}.count());
  CHECK(counts[Counter::unknown_ms] == Duration{10min}.count());
  CHECK(counts[Counter::mode_unknown_ms] == Duration{10min}.count());
}

TEST_CASE("a fault that stops the lift counts once, and takes it from its passengers until it is over") {
  Counted lift{service_mode, mains_power};
  lift.set(0s, {{service_mode, 1}, {mains_power, 1}});
  lift.set(5min, {{mains_power, 0}}).set(15min, {{mains_power, 1}}).until(20min);
  const Counts counts = lift.today(20min);
  CHECK(counts[Counter::faults] == 1);
  CHECK(counts[Counter::entrapments] == 0);
  CHECK(counts.incidents == std::map<std::string, std::int64_t>{{"mains_lost", 1}});
  CHECK(counts[Counter::unavailable_ms] == Duration{10min - 3s + 10s}.count());
}

TEST_CASE("a silent source is an incident, and no fault of the lift") {
  Counted lift{service_mode};
  lift.set(0s, {{service_mode, 1}}).lose(10s, service_mode).until(10min);
  CHECK(lift.today(10min).incidents == std::map<std::string, std::int64_t>{{"source_lost", 1}});
  CHECK(lift.today(10min)[Counter::faults] == 0);
}

TEST_CASE("an entrapment is counted once it is confirmed, and its rescue when it is over") {
  Counted lift{service_mode, car_moving, door_zone, door_closed, load_kg};
  lift.set(0s, {{service_mode, 1}, {car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}});
  lift.until(50s);
  CHECK(lift.today(50s)[Counter::entrapments] == 0);
  lift.until(100s);
  CHECK(lift.today(100s)[Counter::entrapments] == 1);
  lift.say(150s, PersonSays::What::acknowledge).say(690s, PersonSays::What::on_site);
  lift.set(900s, {{door_zone, 1}}).set(910s, {{door_closed, 0}}).until(912s);
  CHECK(lift.today(912s)[Timing::rescue_released].times() == 0);
  lift.set(915s, {{load_kg, 0}}).until(1200s);
  const Counts counts = lift.today(1200s);
  CHECK(counts[Counter::entrapments] == 1);
  const auto about = [&](Timing timing, Duration expected) {
    const Duration told = counts[timing].percentile(50).value();
    return counts[timing].times() == 1 && std::chrono::abs(told - expected) <= expected / 16;
  };
  CHECK(about(Timing::rescue_acknowledged, 60s));  // confirmed at 90 s
  CHECK(about(Timing::rescue_on_site, 600s));
  CHECK(about(Timing::rescue_released, 912s));
  CHECK(about(Timing::rescue_work, 222s));
  CHECK(counts[Counter::rescues_answered_in_time] == 1);
  CHECK(counts[Counter::rescues_answered_late] == 0);
  CHECK(counts[Counter::rescues_reached_in_time] == 1);
  CHECK(counts[Counter::rescues_reached_late] == 0);
  CHECK(counts[Counter::self_released] == 0);
}

TEST_CASE("a rescue that came late, and one that nobody needed") {
  Counted lift{service_mode, car_moving, door_zone, door_closed, load_kg};
  const auto trapped = [&](Duration time) {
    lift.set(time, {{service_mode, 1}, {car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}});
    lift.until(time + 91s);
  };
  const auto let_out = [&](Duration time) {
    lift.set(time, {{door_zone, 1}, {door_closed, 0}}).set(time + 3s, {{load_kg, 0}}).until(time + 20s);
  };
  trapped(0s);
  lift.say(5min, PersonSays::What::acknowledge).say(40min, PersonSays::What::on_site);
  let_out(50min);
  CHECK(lift.today(51min)[Counter::rescues_answered_late] == 1);
  CHECK(lift.today(51min)[Counter::rescues_reached_late] == 1);
  trapped(2h);
  let_out(2h + 2min);
  const Counts counts = lift.today(3h);
  CHECK(counts[Counter::entrapments] == 2);
  CHECK(counts[Counter::repeat_entrapments] == 1);
  CHECK(counts[Counter::self_released] == 1);
  CHECK(counts[Counter::rescues_answered_late] == 1);
  CHECK(counts[Counter::rescues_answered_in_time] == 0);
}

TEST_CASE("an entrapment after thirty quiet days is no repeat, a restart between changes nothing") {
  Counted before{car_moving, door_zone, door_closed, load_kg};
  const auto trapped = [](Counted& lift, Duration time) {
    lift.set(time, {{car_moving, 0}, {door_zone, 0}, {door_closed, 1}, {load_kg, 75}}).until(time + 91s);
    lift.set(time + 2min, {{door_zone, 1}, {door_closed, 0}}).set(time + 130s, {{load_kg, 0}});
    lift.until(time + 3min);
  };
  trapped(before, 0s);
  Counted lift{{car_moving, door_zone, door_closed, load_kg}, {}, at(4min)};
  before.restart_into(lift, 4min, 4min, "boot");
  const Duration days = GENERATE(as<Duration>{}, 30 * 24h - 1min, 30 * 24h);
  trapped(lift, days);
  CHECK(lift.today(days + 3min)[Counter::repeat_entrapments] == (days < 30 * 24h ? 1 : 0));
  CHECK(lift.today(days + 3min)[Counter::entrapments] == 2);
}

TEST_CASE("what rules held back is counted by rule and reason") {
  Counted lift{service_mode, car_moving, door_zone};
  lift.set(0s, {{service_mode, 2}, {car_moving, 0}, {door_zone, 0}}).until(1min);
  CHECK(lift.today(1min).held_back ==
        std::map<std::string, std::int64_t>{{"entrapment mode", 1}, {"stopped_outside_door_zone mode", 1}});
}

TEST_CASE("a possible alarm that grows certain is the same incident") {
  Counted lift{service_mode, car_moving, door_zone, door_closed};
  lift.set(0s, {{service_mode, 1}, {car_moving, 0}, {door_zone, 0}, {door_closed, 1}});
  lift.lose(10s, door_zone).until(200s).set(201s, {{door_zone, 0}}).until(300s);
  CHECK(lift.today(300s).incidents.at("entrapment") == 1);
  CHECK(lift.today(300s).incidents.at("stopped_outside_door_zone") == 1);
}

}  // namespace liftbox::test
