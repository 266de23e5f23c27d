#include "agent/elevator/causes/lately.hpp"

#include <algorithm>

namespace liftbox {
namespace {

constexpr Value tenths_of_a_degree = 10;

bool is_fault(const Event& event) {
  return event.type != EventType::entrapment && severity(event.type, Phase::raised) != Severity::notice;
}

/// It moved when this began, though it may stand by the time it is told.
bool was_in_motion(const CarState& car, Moment since) {
  const auto stopped = car.motion().stopped();
  return car.moving().yes() || (stopped && *stopped >= since);
}

}  // namespace

void Lately::hear(const Event& event, const CarState& car) {
  if (!is_fault(event)) return;
  const auto known = std::find_if(memory.told.begin(), memory.told.end(), [&](const Told& one) {
    return one.type == event.type && one.subject == event.subject;
  });
  if (event.phase == Phase::cleared) {
    if (known != memory.told.end()) known->over = event.at;
    return;
  }
  if (event.phase != Phase::raised) return;
  const Told told{.type = event.type,
                  .subject = event.subject,
                  .at = event.at,
                  .over = {},
                  .in_motion = was_in_motion(car, event.since),
                  .direction = car.direction(),
                  .shut = car.shut().is,
                  .locked = car.is(Signal::door_locked).is};
  if (known != memory.told.end())
    *known = told;
  else
    memory.told.push_back(told);
}

void Lately::observe(const CarState& car, Moment now) {
  const auto load = car.value(Signal::load_kg);
  if (rated_load_kg_ && load && *load > *rated_load_kg_ && car.shut().yes())
    see(Signal::load_kg, *load, now);  // with a door open people still step out again
  const auto temperature = car.value(Signal::cabinet_temperature);
  if (temperature && *temperature >= rules_.cabinet_hot_degc * tenths_of_a_degree)
    see(Signal::cabinet_temperature, *temperature, now);
  const auto code = car.value(Signal::controller_fault);
  if (code && *code != 0) see(Signal::controller_fault, *code, now);
  follow_door(car, now);
}

/// A light curtain that people step through is none that is held.
void Lately::follow_door(const CarState& car, Moment now) {
  const Fact obstructed = car.is(Signal::door_obstructed);
  if (obstructed.yes()) memory.obstructed_since = obstructed.since;
  const Moment until = obstructed.yes() ? now : obstructed.since;
  if (memory.obstructed_since && until - *memory.obstructed_since >= rules_.door_held)
    see(Signal::door_obstructed, 1, now);
  if (!obstructed.yes()) memory.obstructed_since.reset();
  const bool open = car.is(Signal::door_open).yes();
  if (car.shut().yes()) memory.openings = 0;
  if (open && !memory.was_open && ++memory.openings > 1 + rules_.reopenings)
    see(Signal::door_open, memory.openings - 1, now);
  memory.was_open = open;
}

void Lately::see(Signal signal, Value value, Moment now) {
  const auto known = std::find_if(memory.seen.begin(), memory.seen.end(),
                                  [&](const Seen& one) { return one.signal == signal; });
  if (known == memory.seen.end())
    memory.seen.push_back({signal, value, now});
  else
    *known = {signal, value, now};
}

}  // namespace liftbox
