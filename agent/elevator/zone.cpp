#include "agent/elevator/zone.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {

void Zone::change(const Rules& rules, const LiftFacts& facts) {
  lands_within_ = rules.words.lands_within;
  doubt_floors_ = rules.sensors.conflict_floors;
  express_zone_.reset();
  if (facts.express_from && facts.express_to)
    express_zone_ = std::minmax(*facts.express_from, *facts.express_to);
}

void Zone::observe(const Inputs& in, Moment now) {
  instead_.reset();
  count_floors(in);
  follow_switch(in);
  follow_stop(in);
  if (memory.floors_passed >= doubt_floors_) doubt(in.zone.is, false);
  if (memory.stopped && !memory.landed) look_for_landing(in, now);
  if (memory.landed && in.moving.no())
    instead_ = Fact{Kleene::yes, memory.stopped.value_or(in.moving.since), now};
  else if (memory.doubted)
    instead_ = Fact{Kleene::unknown, in.zone.since, now};
}

void Zone::doubt(Kleene told, bool landed) {
  memory.doubted = true;
  memory.landed = landed;
  memory.told = told;
}

/// Its next edge is a word again; while it is silent nothing of it is to be doubted.
void Zone::follow_switch(const Inputs& in) {
  if (memory.doubted && in.zone.is != memory.told) memory.doubted = memory.landed = false;
}

/// A slow poll misses the zones of the landings that are passed: only a zone of which every edge is read is
/// judged.
void Zone::count_floors(const Inputs& in) {
  const bool changed = in.zone.unknown() || in.zone.is != memory.zone;
  memory.zone = in.zone.is;
  const bool passed = in.floor && memory.floor && in.floor != memory.floor && *in.floor != 0 &&
                      *memory.floor != 0 && !(express(*in.floor) && express(*memory.floor));
  memory.floor = in.floor;
  if (changed || !in.moving.yes() || !in.every_edge)
    memory.floors_passed = 0;
  else if (passed)
    ++memory.floors_passed;
}

/// The switches of the brake are quicker than the poll that tells of motion.
void Zone::follow_stop(const Inputs& in) {
  if (in.moving.yes()) {
    memory.moved = in.moving.since;
    memory.commanded = memory.landed = false;
    memory.stopped.reset();
  } else if (in.moving.no() && memory.moved) {
    memory.stopped = in.moving.since;
    if (in.braked && in.braked->yes() && in.braked->since > *memory.moved)
      memory.stopped = std::min(*memory.stopped, in.braked->since);
    memory.moved.reset();
  } else if (in.moving.unknown()) {
    memory.stopped.reset();
  }
  memory.commanded = memory.commanded || (memory.stopped && in.commanded && in.commanded->yes());
}

/// A switch that has told something since the stop is believed: the car has left the zone.
void Zone::look_for_landing(const Inputs& in, Moment now) {
  const bool outside = memory.doubted || (in.zone.no() && in.zone.since <= *memory.stopped);
  const Duration after = in.shut.since - *memory.stopped;
  if (!outside || !in.commanded || !in.shut.no() || after < Duration{}) return;
  if (after > lands_within_ && !memory.doubted) return;
  if (memory.commanded)
    doubt(in.zone.is, true);
  else if (in.commanded->read_at < in.shut.since)  // is it to open?
    instead_ = Fact{Kleene::unknown, in.shut.since, now};
}

bool Zone::express(Value floor) const {
  return express_zone_ && floor >= express_zone_->first && floor <= express_zone_->second;
}

}  // namespace liftbox
