#include "agent/elevator/statistics/statistics.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace liftbox {
namespace {

constexpr DoorFollower::Door front{Signal::door_closed,      Signal::door_open,    Counter::door_cycles,
                                   Counter::door_reopenings, Timing::door_opening, Timing::door_closing};
constexpr DoorFollower::Door rear{Signal::rear_door_closed,  Signal::rear_door_open,
                                  Counter::rear_door_cycles, Counter::rear_door_reopenings,
                                  Timing::rear_door_opening, Timing::rear_door_closing};

}  // namespace

Statistics::Statistics(const Rules& rules, const LiftFacts& facts)
    : rope_bends_{facts.rope_bends_per_run},
      door_open_{rules.words.door_open},
      service_{rules.rescue},
      door_{front, rules.words.door_open},
      rear_door_{rear, rules.words.door_open} {}

/// What is under way when the sources change is not counted: the new ones may tell it differently.
void Statistics::change(const Rules& rules, const LiftFacts& facts) {
  rope_bends_ = facts.rope_bends_per_run;
  door_open_ = rules.words.door_open;
  service_.change(rules.rescue);
  forget_what_is_under_way();
}

void Statistics::begin_again() {
  service_.pause();
  forget_what_is_under_way();
}

void Statistics::forget_what_is_under_way() {
  runs_ = {};
  door_ = {front, door_open_};
  rear_door_ = {rear, door_open_};
  brake_ = {};
}

void Statistics::pass(const CarState& car, Moment now, std::vector<StatisticsDocument>& closed) {
  service_.pass(now, ledger_.open());
  const std::size_t before = closed.size();
  ledger_.turn(now, closed);
  for (std::size_t i = before; i < closed.size(); ++i) closed[i].told = told(car);
}

void Statistics::observe(const CarState& car, Moment now) {
  Counts& into = ledger_.open();
  runs_.observe(car, rope_bends_, now, into);
  door_.observe(car, into);
  rear_door_.observe(car, into);
  brake_.observe(car, into);
  service_.observe(car);
}

StatisticsDocument Statistics::today(const CarState& car, Moment now) const {
  StatisticsDocument today = ledger_.today(now);
  Counts since_looked;
  ServiceClock{service_}.pass(now, since_looked);
  today.counts.add(since_looked);
  today.total.add(since_looked);
  today.told = told(car);
  return today;
}

VisitEvidence::Use Statistics::use(const CarState& car, Moment now) const {
  const StatisticsDocument until_now = today(car, now);
  const auto total = [&](Counter counter) {
    const bool told = until_now.told[static_cast<std::size_t>(counter)];
    return told ? std::optional{until_now.total[counter]} : std::nullopt;
  };
  VisitEvidence::Use use{total(Counter::runs), total(Counter::runs), total(Counter::faults)};
  if (use.starts) *use.starts += total(Counter::relevellings).value_or(0);
  return use;
}

/// A counter that nothing can tell is not known; it is not zero.
std::bitset<counter_count> Statistics::told(const CarState& car) const {
  using enum Signal;
  const auto any = [&](std::initializer_list<Signal> signals) {
    return std::any_of(signals.begin(), signals.end(), [&](Signal signal) { return car.bound(signal); });
  };
  std::bitset<counter_count> told;
  told.set();
  const auto only_if = [&](bool can_tell, std::initializer_list<Counter> counters) {
    for (const Counter counter : counters) told[static_cast<std::size_t>(counter)] = can_tell;
  };
  const bool motion = any({car_moving, car_speed, run_contactor, car_position, floor, door_zone});
  only_if(motion, {Counter::runs, Counter::running_ms});
  only_if(motion && any({car_direction, floor, car_position}), {Counter::runs_up, Counter::runs_down});
  only_if(any({car_position, car_speed}), {Counter::distance_mm});
  only_if(motion && rope_bends_, {Counter::rope_bends});
  only_if(any({car_moving, car_speed, run_contactor, car_position}) && car.bound(door_zone),
          {Counter::relevellings});
  only_if(any({door_closed, door_open}), {Counter::door_cycles});
  only_if(car.bound(door_closed) && car.bound(door_open), {Counter::door_reopenings});
  only_if(any({rear_door_closed, rear_door_open}), {Counter::rear_door_cycles});
  only_if(car.bound(rear_door_closed) && car.bound(rear_door_open), {Counter::rear_door_reopenings});
  only_if(any({brake_command, brake_1_released}), {Counter::brake_cycles});
  only_if(car.bound(service_mode), {Counter::visits_evidenced});
  return told;
}

}  // namespace liftbox
