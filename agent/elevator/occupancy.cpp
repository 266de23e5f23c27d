#include "agent/elevator/occupancy.hpp"

#include <algorithm>

namespace liftbox {
namespace {

/// Within which the load cell is mostly read again.
constexpr Duration load_poll{1000};

}  // namespace

std::string_view name(Occupancy occupancy) {
  switch (occupancy) {
    case Occupancy::empty:
      return "empty";
    case Occupancy::occupied:
      return "occupied";
    case Occupancy::unknown:
      break;
  }
  return "unknown";
}

void PresenceMeter::observe(const Fact& presence, Duration window, Moment now) {
  const bool seen = presence.yes();
  if (lasts())
    spans_.back().to = seen ? now : presence.since;
  else if (seen)
    spans_.push_back({spans_.empty() ? presence.since : std::max(presence.since, spans_.back().to), now});
  seen_ = seen;
  const auto kept =
      std::find_if(spans_.begin(), spans_.end(), [&](const Span& span) { return span.to > now - window; });
  spans_.erase(spans_.begin(), lasts() ? std::min(kept, spans_.end() - 1) : kept);
}

Duration PresenceMeter::total(Moment from, Moment now) const {
  Duration total{};
  for (const Span& span : spans_) total += std::max(Duration{}, span.to - std::max(span.from, from));
  if (lasts()) total += now - std::max(spans_.back().to, std::min(from, now));
  return total;
}

void OccupancyLatch::observe(const Inputs& in, Moment now) {
  next_change_ = never;
  memory.seen.observe(in.presence, rules_.presence_window, now);
  openings(in);
  const Inputs believed = without_what_nobody_brought(in, now);
  load_and_calls(believed, now);
  presence(believed, now);
  if (memory.search) search(believed, now);
}

/// A cell that weighed nobody once the door had shut and weighs somebody now has drifted, or feels the car
/// set off: nobody came in. Where no sensor looks, or what it weighs is far more, who knows.
OccupancyLatch::Inputs OccupancyLatch::without_what_nobody_brought(Inputs in, Moment now) {
  const Moment settles = in.shut.since + rules_.load_settles;
  const bool settled = in.shut.yes() && in.load.read_at >= settles;
  if (const Moment read = settles + load_poll; in.shut.yes() && now < read) look_at(read, now);
  memory.weighed_nobody =
      in.shut.yes() && !in.reads_open && (memory.weighed_nobody || (settled && in.load.no()));
  if (memory.weighed_nobody && in.load.yes() && !in.sure_of_load && in.presence_sensed &&
      !in.presence.unknown())
    in.load = {Kleene::no, in.shut.since, in.load.read_at};
  return in;
}

void OccupancyLatch::become(Occupancy occupancy, Moment at) {
  if (memory.occupancy == occupancy) return;
  memory.occupancy = occupancy;
  memory.since = at;
  memory.called_and_left = false;
  memory.glimpse.reset();
  memory.glimpses = 0;
}

void OccupancyLatch::openings(const Inputs& in) {
  const Fact in_zone = in.open && in.in_zone;
  if (in_zone.yes() && !memory.was_open_in_zone) {
    memory.last_call.reset();
    if (in.presence_sensed || in.load_sensed)
      memory.search = in_zone.since;
    else
      become(Occupancy::unknown, in_zone.since);
  }
  if (in.open.yes() && !memory.was_open && in.in_zone.unknown()) become(Occupancy::unknown, in.open.since);
  memory.was_open_in_zone = in_zone.yes();
  memory.was_open = in.open.yes();
}

void OccupancyLatch::load_and_calls(const Inputs& in, Moment now) {
  if ((in.load || in.call).yes()) become(Occupancy::occupied, now);
  const bool made_in_search = memory.search && in.call.yes() && in.call.since >= *memory.search;
  if (made_in_search) memory.last_call = now;
  if (memory.calling && in.call.no()) memory.last_call = in.call.since;
  memory.calling = made_in_search;
}

void OccupancyLatch::presence(const Inputs& in, Moment now) {
  const Duration total = memory.seen.total(now - rules_.presence_window, now);
  if (total < rules_.presence_total) {
    if (in.presence.yes()) look_at(now + (rules_.presence_total - total), now);
    return;
  }
  // Who comes back to a door that stayed open after its search is looked for anew once it shuts.
  if (in.open.yes() && in.in_zone.yes() && memory.occupancy == Occupancy::empty && !memory.search)
    memory.search = now;
  // Who is seen at a door that is open outside the zone, of a car that was empty, works there.
  const bool at_work = in.open.yes() && in.in_zone.no() && memory.occupancy == Occupancy::empty;
  if ((in.open.yes() && !at_work) || memory.search)
    become(Occupancy::occupied, now);
  else if (in.shut.yes() && memory.occupancy == Occupancy::empty)
    glimpsed(in, now);
}

/// A ghost does not come twice in a short while, nor three times; who is really there moves again and again.
/// Where the load cell weighs nobody it takes three: somebody may weigh less than it can tell.
void OccupancyLatch::glimpsed(const Inputs& in, Moment now) {
  const int needed = in.load_sensed && in.load.no() ? 3 : 2;
  if (!memory.glimpse || now - *memory.glimpse > rules_.glimpse_within) {
    memory.glimpse = memory.last_glimpse = now;
    memory.glimpses = 1;
  } else if (now - *memory.last_glimpse >= rules_.glimpse_apart) {
    memory.last_glimpse = now;
    ++memory.glimpses;
  }
  if (memory.glimpses >= needed)
    become(Occupancy::unknown, now);
  else
    look_at(*memory.last_glimpse + rules_.glimpse_apart, now);
}

/// Emptiness is believed after a quiet while in a row, door open or shut again.
void OccupancyLatch::search(const Inputs& in, Moment now) {
  if (in.shut.yes()) {
    const Moment late = in.shut.since + rules_.presence_hold;
    const bool seen_late = now > late && memory.seen.total(late, now) >= rules_.presence_total;
    const bool called = called_late(in);
    const bool weighed_nobody = in.load_sensed && in.load.no();
    if (in.load.yes() || in.call.yes() || seen_late || (called && !weighed_nobody)) {
      // A PIR that flaps as the last passenger leaves goes on seeing somebody: the load cell knows better,
      // but for a child.
      if (weighed_nobody && !called && !in.call.yes()) become(Occupancy::unknown, now);
      memory.search.reset();
      return;
    }
    if (in.presence.yes()) look_at(std::max(late, in.presence.since) + rules_.presence_total, now);
  }
  Fact quiet{Kleene::yes, *memory.search, now};
  if (in.presence_sensed) quiet = quiet && !in.presence;
  if (in.load_sensed) quiet = quiet && !in.load;
  if (in.call_sensed) quiet = quiet && !in.call;
  if (!quiet.yes()) return;
  if (!quiet.yes_for(rules_.search_quiet, now)) {
    look_at(quiet.since + rules_.search_quiet, now);
    return;
  }
  // A call and no load: who pressed has left, or weighs less than the cell can tell.
  const bool perhaps = in.shut.yes() && called_late(in);
  become(perhaps ? Occupancy::unknown : Occupancy::empty, now);
  memory.called_and_left = perhaps;
  memory.search.reset();
}

/// A call made since the opening, shortly before the door shut. The call that brought the car here, and load
/// that left before the door shut, are those of passengers who are gone.
bool OccupancyLatch::called_late(const Inputs& in) const {
  return memory.last_call && *memory.last_call > in.shut.since - rules_.before_shut;
}

void OccupancyLatch::look_at(Moment at, Moment now) {
  next_change_ = std::min(next_change_, std::max(at, now + Duration{1}));
}

}  // namespace liftbox
