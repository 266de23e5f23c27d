#include "agent/elevator/detectors/box_supply.hpp"

namespace liftbox {

Verdict BoxSupply::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const SignalState& battery = car.state(Signal::battery_mv);
  const Fact power = supplied(car);
  if (Event* const said =
          memory.power.raise_when(!power, rules_.power_lost, Silence::starts_over, now, verdict))
    said->evidence = BatteryEvidence{car.value(Signal::battery_mv)};
  if (memory.power.open && verdict.lasted(power, rules_.power_back, now))
    memory.power.clear(power.since, now, verdict);
  if (!facts_.battery_low_mv) return verdict;
  memory.not_low.update(battery, *facts_.battery_low_mv);
  memory.good_again.update(battery, *facts_.battery_low_mv * rules_.battery_good_percent / 100);
  if (Event* const said = memory.battery.raise_when(!memory.not_low.fact, rules_.battery_low,
                                                    Silence::starts_over, now, verdict))
    said->evidence = BatteryEvidence{car.value(Signal::battery_mv)};
  if (memory.battery.open && verdict.lasted(memory.good_again.fact, rules_.battery_good, now))
    memory.battery.clear(memory.good_again.fact.since, now, verdict);
  return verdict;
}

Fact BoxSupply::supplied(const CarState& car) {
  if (car.bound(Signal::box_power)) return car.is(Signal::box_power);
  if (!facts_.on_charge_mv) return {};
  memory.charged.update(car.state(Signal::battery_mv), *facts_.on_charge_mv);
  return memory.charged.fact;
}

}  // namespace liftbox
