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
  if (floors_passed_ >= doubt_floors_) memory = {true, false, in.zone.is};
  if (stopped_ && !memory.landed) look_for_landing(in, now);
  if (memory.landed && in.moving.no())
    instead_ = Fact{Kleene::yes, stopped_.value_or(in.moving.since), now};
  else if (memory.doubted)
    instead_ = Fact{Kleene::unknown, in.zone.since, now};
}

/// Its next edge is a word again; while it is silent nothing of it is to be doubted.
void Zone::follow_switch(const Inputs& in) {
  if (memory.doubted && in.zone.is != memory.told) memory = {};
}

/// A slow poll misses the zones of the landings that are passed: only a zone of which every edge is read is
/// judged.
void Zone::count_floors(const Inputs& in) {
  const bool changed = in.zone.unknown() || in.zone.is != zone_;
  zone_ = in.zone.is;
  const bool passed = in.floor && floor_ && in.floor != floor_ && *in.floor != 0 && *floor_ != 0 &&
                      !(express(*in.floor) && express(*floor_));
  floor_ = in.floor;
  if (changed || !in.moving.yes() || !in.every_edge)
    floors_passed_ = 0;
  else if (passed)
    ++floors_passed_;
}

/// The switches of the brake are quicker than the poll that tells of motion.
void Zone::follow_stop(const Inputs& in) {
  if (in.moving.yes()) {
    moved_ = in.moving.since;
    commanded_ = memory.landed = false;
    stopped_.reset();
  } else if (in.moving.no() && moved_) {
    stopped_ = in.moving.since;
    if (in.braked && in.braked->yes() && in.braked->since > *moved_)
      stopped_ = std::min(*stopped_, in.braked->since);
    moved_.reset();
  } else if (in.moving.unknown()) {
    stopped_.reset();
  }
  commanded_ = commanded_ || (stopped_ && in.commanded && in.commanded->yes());
}

/// A switch that has told something since the stop is believed: the car has left the zone.
void Zone::look_for_landing(const Inputs& in, Moment now) {
  const bool outside = memory.doubted || (in.zone.no() && in.zone.since <= *stopped_);
  const Duration after = in.shut.since - *stopped_;
  if (!outside || !in.commanded || !in.shut.no() || after < Duration{}) return;
  if (after > lands_within_ && !memory.doubted) return;
  if (commanded_)
    memory = {true, true, in.zone.is};
  else if (in.commanded->read_at < in.shut.since)  // is it to open?
    instead_ = Fact{Kleene::unknown, in.shut.since, now};
}

bool Zone::express(Value floor) const {
  return express_zone_ && floor >= express_zone_->first && floor <= express_zone_->second;
}

}  // namespace liftbox
