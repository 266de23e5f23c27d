#include "agent/elevator/scale.hpp"

#include <algorithm>

namespace liftbox {

Scale::Scale(const Rules::Occupancy& rules, const LiftFacts& facts) {
  change(rules, facts);
}

void Scale::change(const Rules::Occupancy& rules, const LiftFacts& facts) {
  constexpr int percent = 100;
  rules_ = rules;
  const Value step = (facts.rated_load_kg.value_or(0) + percent - 1) / percent;
  alike_kg_ = std::max(rules.empty_scatter_kg, std::min(step, rules.coarsest_step_kg));
}

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
  follow_caller(in);
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
    memory.empty_kg = empty_by(*in.load);
  else
    next_change_ = std::min(next_change_, in.idle.since + rules_.empty_after);
}

/// What an idle car weighs: of a coarse cell that tells now this, now that, the least of the last minutes.
Value Scale::empty_by(Value load) const {
  const bool coarse = alike_kg_ > rules_.empty_scatter_kg;
  const Value least = std::min(load, memory.idle_least_kg.value_or(load));
  return coarse && load - least <= alike_kg_ ? least : load;
}

void Scale::weigh_idle(Value load) {
  const Value least = std::min(load, memory.idle_least_kg.value_or(load));
  const Value most = std::max(load, memory.idle_most_kg.value_or(load));
  const bool alike = memory.idle_least_kg && most - least <= alike_kg_;
  memory.idle_alike = alike ? std::min(memory.idle_alike + 1, rules_.idle_alike) : 1;
  memory.idle_least_kg = alike ? least : load;
  memory.idle_most_kg = alike ? most : load;
  memory.weighed_idle = true;
  if (memory.idle_alike >= rules_.idle_alike) memory.empty_kg = empty_by(load);
}

void Scale::follow_caller(const Inputs& in) {
  memory.caller_in = memory.caller_in || in.called;
  if (in.open && !memory.was_open) ++memory.unchanged_openings;
  if (!in.load || in.load == memory.last_kg) return;
  if (memory.last_kg && *memory.last_kg - *in.load >= rules_.load_kg) memory.caller_in = false;
  memory.last_kg = in.load;
  memory.unchanged_openings = 0;
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
