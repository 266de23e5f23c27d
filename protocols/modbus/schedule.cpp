#include "protocols/modbus/schedule.hpp"

#include <algorithm>

namespace liftbox::modbus {
namespace {

constexpr int failures_until_bad = 3;
constexpr int silences_until_bad = 2;
constexpr int silences_until_unit_is_silent = 3;
constexpr Duration first_pause{1'000};
/// A probe of a silent unit costs the others one response timeout, 0.3 s: 3 % of the bus at this pause.
constexpr Duration longest_pause{10'000};

Duration longer(Duration pause) {
  return pause == Duration{} ? first_pause : std::min(2 * pause, longest_pause);
}

}  // namespace

std::size_t Schedule::add(std::size_t unit, Duration interval, Moment now) {
  if (units_.size() <= unit) units_.resize(unit + 1);
  Standing block;
  block.unit = unit;
  block.interval = std::max(interval, Duration{1});
  block.due = now;
  blocks_.push_back(block);
  return blocks_.size() - 1;
}

double Schedule::lateness(const Standing& block, Moment now) const {
  return static_cast<double>((now - block.due).count()) / static_cast<double>(block.interval.count());
}

Schedule::Turn Schedule::next(Moment now) const {
  Turn best;
  double most = 0;
  Moment earliest = never;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const Standing& block = blocks_[i];
    const Unit& unit = units_[block.unit];
    if (block.retired || (unit.silent && i != unit.probe)) continue;
    const Moment at = unit.silent ? unit.probe_at : block.due;
    if (at > now) {
      if (best.at > now && at < earliest) best = {i, earliest = at};
      continue;
    }
    const double late = unit.silent ? 0 : lateness(block, now);
    const bool first = best.at > now;
    if (!first && (late < most || (late == most && block.interval >= blocks_[best.block].interval))) continue;
    best = {i, at};
    most = late;
  }
  return best;
}

std::vector<std::size_t> Schedule::ended(std::size_t block, End end, Moment now) {
  Standing& it = blocks_[block];
  if (end == End::silent) return fell_silent(block, now);
  if (units_[it.unit].silent) wake(it.unit, now);
  units_[it.unit].silences = 0;
  it.silences = 0;
  const Moment regular = it.due + it.interval > now ? it.due + it.interval : now + it.interval;
  switch (end) {
    case End::answered:
      it.failures = 0;
      it.bad = false;
      it.pause = {};
      it.due = regular;
      return {};
    case End::refused:
      it.pause = longer(it.pause);
      it.due = now + it.pause;
      return make_bad(block);
    default:
      break;
  }
  if (!it.bad && ++it.failures < failures_until_bad) {
    it.due = now;
    return {};
  }
  it.failures = 0;
  it.due = regular;
  return make_bad(block);
}

std::vector<std::size_t> Schedule::fell_silent(std::size_t block, Moment now) {
  Standing& it = blocks_[block];
  Unit& unit = units_[it.unit];
  ++unit.silences;
  const bool again = ++it.silences < silences_until_bad && ++it.failures < failures_until_bad &&
                     unit.silences < silences_until_unit_is_silent;
  it.due = now;
  if (again && !it.bad) return {};
  it.silences = it.failures = 0;
  it.pause = longer(it.pause);
  it.due = now + it.pause;
  std::vector<std::size_t> fallen = make_bad(block);
  if (unit.silences >= silences_until_unit_is_silent || all_bad(it.unit)) {
    unit.silent = true;
    unit.pause = alone(it.unit) ? first_pause : longer(unit.pause);
    unit.probe_at = now + unit.pause;
    unit.probe = next_of(it.unit, block);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].unit != it.unit) continue;
      const std::vector<std::size_t> more = make_bad(i);
      fallen.insert(fallen.end(), more.begin(), more.end());
    }
  }
  return fallen;
}

std::vector<std::size_t> Schedule::lost(Moment now) {
  std::vector<std::size_t> fallen;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    blocks_[i].due = now;
    const std::vector<std::size_t> more = make_bad(i);
    fallen.insert(fallen.end(), more.begin(), more.end());
  }
  for (Unit& unit : units_) unit = {};
  return fallen;
}

void Schedule::retire(std::size_t block) {
  blocks_[block].retired = true;
}

std::vector<std::size_t> Schedule::make_bad(std::size_t block) {
  Standing& it = blocks_[block];
  if (it.bad || it.retired) return {};
  it.bad = true;
  return {block};
}

/// Full rate at once, for what it was silent about too.
void Schedule::wake(std::size_t unit, Moment now) {
  units_[unit] = {};
  for (Standing& block : blocks_)
    if (block.unit == unit) block.due = now;
}

std::size_t Schedule::next_of(std::size_t unit, std::size_t block) const {
  for (std::size_t step = 1; step <= blocks_.size(); ++step) {
    const std::size_t i = (block + step) % blocks_.size();
    if (blocks_[i].unit == unit && !blocks_[i].retired) return i;
  }
  return block;
}

/// There is nobody whose time a probe would take.
bool Schedule::alone(std::size_t unit) const {
  for (std::size_t other = 0; other < units_.size(); ++other)
    if (other != unit && !units_[other].silent) return false;
  return true;
}

bool Schedule::all_bad(std::size_t unit) const {
  return std::all_of(blocks_.begin(), blocks_.end(),
                     [&](const Standing& block) { return block.unit != unit || block.retired || block.bad; });
}

}  // namespace liftbox::modbus
