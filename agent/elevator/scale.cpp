#include "agent/elevator/scale.hpp"

#include <algorithm>
#include <cstdlib>

namespace liftbox {

bool Scale::observe(const Inputs& in, Moment now) {
  next_change_ = never;
  const Value before = memory.empty_kg;
  Moment since = in.load_since;
  if (in.load) tare(in, now);
  const bool changed = memory.empty_kg != before;
  if (changed) since = now;
  const Kleene is = in.load ? kleene(*in.load - memory.empty_kg >= rules_.load_kg) : Kleene::unknown;
  if (is != memory.somebody.is) memory.somebody.since = since;
  memory.somebody.is = is;
  follow_least(in);
  const Value least = std::max(memory.empty_kg, std::min(memory.least_kg, memory.least_before_kg));
  surely_ = in.load && *in.load - least >= rules_.sure_kg;
  memory.somebody.read_at = in.load_read_at;
  return changed;
}

void Scale::tare(const Inputs& in, Moment now) {
  // Less than empty: what had been left behind is gone, or the cell was set right.
  if (*in.load < memory.empty_kg - rules_.empty_scatter_kg) memory.empty_kg = std::min(*in.load, Value{0});
  if (in.open) memory.weighed_idle = false;
  if (!in.idle.yes()) return;
  if (!memory.weighed_idle) {
    if (in.idle.yes_for(rules_.idle_weighed, now))
      weigh_idle(*in.load);
    else
      next_change_ = in.idle.since + rules_.idle_weighed;
  }
  if (in.idle.yes_for(rules_.empty_after, now))
    memory.empty_kg = *in.load;
  else
    next_change_ = std::min(next_change_, in.idle.since + rules_.empty_after);
}

void Scale::weigh_idle(Value load) {
  const bool same = memory.idle_kg && std::abs(load - *memory.idle_kg) <= rules_.empty_scatter_kg;
  memory.idle_alike = same ? std::min(memory.idle_alike + 1, rules_.idle_alike) : 1;
  memory.idle_kg = load;
  memory.weighed_idle = true;
  if (memory.idle_alike >= rules_.idle_alike) memory.empty_kg = load;
}

void Scale::follow_least(const Inputs& in) {
  const bool opens = in.open && !memory.was_open;
  memory.was_open = in.open;
  if (!in.load) return;
  memory.least_kg = std::min(memory.least_kg, *in.load);
  if (!opens || ++memory.openings < rules_.least_of_openings) return;
  memory.least_before_kg = memory.least_kg;
  memory.least_kg = *in.load;
  memory.openings = 0;
}

}  // namespace liftbox
