#include "agent/elevator/motion.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

constexpr int full_runs_needed = 3;

}  // namespace

void Motion::observe(const Inputs& in, Moment now) {
  next_change_ = never;
  moved_until(now);
  const Fact judged = judge(in, now);
  if (judged.is != memory.moving.is) {
    memory.moving.since = judged.since;
    if (judged.yes()) memory.departure_floor = in.floor;
    if (judged.no() && memory.last_known_moving) memory.stopped = judged.since;
  }
  memory.moving.is = judged.is;
  memory.moving.read_at = judged.read_at;
  follow_run(in, now);
}

/// What was known of it held until then.
void Motion::moved_until(Moment moment) {
  if (!memory.moving.yes()) return;
  const Moment before = std::max(memory.moving.since, memory.last_known_moving.value_or(memory.moving.since));
  if (memory.run) memory.run->moved += std::max(Duration{}, moment - before);
  memory.last_known_moving = moment;
}

void Motion::fall_silent(Moment since) {
  moved_until(since);
  if (memory.run) memory.run->watched = false;
  if (!memory.moving.unknown()) memory.moving = {Kleene::unknown, since, since};
}

std::optional<Moment> Motion::run_began() const {
  if (!memory.run) return std::nullopt;
  return memory.run->began;
}

std::optional<Duration> Motion::full_travel() const {
  if (memory.full_runs < full_runs_needed) return std::nullopt;
  return memory.longest_full_run;
}

Fact Motion::judge(const Inputs& in, Moment now) {
  const Fact by_position_now = by_position(in, now);
  for (Fact told : {believed(in, now), in.speed_above_standstill}) {
    if (outdated(told, in.braked, now)) return {Kleene::no, in.braked->since, now};
    if (told.unknown()) continue;
    // What was read before the brake was released again may be of the movement before.
    if (told.yes() && in.braked && in.braked->no() && told.read_at < in.braked->since)
      told.since = std::max(told.since, in.braked->since);
    return told;
  }
  if (!in.driven.unknown()) return in.driven;
  if (!by_position_now.unknown()) return by_position_now;
  return by_quiet(in, now);
}

/// That the car moves was read before its brake set, and never again in a while in which it stopped: the bus
/// that tells of motion is silent, the brake's own switches are not.
bool Motion::outdated(const Fact& moves, const std::optional<Fact>& braked, Moment now) {
  if (!moves.yes() || !braked || !braked->yes() || moves.read_at >= braked->since) return false;
  const Moment stopped = braked->since + rules_.braked;
  if (now < stopped) look_at(stopped, now);
  return now >= stopped;
}

/// `car_moving`, unless it says that the car stands while the brake is released and there is a speed, for a
/// while. Believed again, it tells nothing of before.
Fact Motion::believed(const Inputs& in, Moment now) {
  Fact contrary;
  if (in.braked) contrary = in.speed_above_standstill && !*in.braked && !in.moving;
  if (contrary.yes_for(rules_.braked, now)) {
    memory.contradicted = true;
    return {Kleene::unknown, now, now};
  }
  if (contrary.yes()) look_at(contrary.since + rules_.braked, now);
  if (std::exchange(memory.contradicted, false)) memory.contradicted_until = now;
  Fact moves = in.moving;
  if (moves.no()) moves.since = std::max(moves.since, memory.contradicted_until);
  return moves;
}

Fact Motion::by_position(const Inputs& in, Moment now) {
  if (!in.position) {
    memory.positions.clear();
    memory.position_moving = {};
    return {};
  }
  if (memory.positions.empty() || memory.positions.back().value != *in.position)
    memory.positions.push_back({in.position_since, *in.position});
  // An entry is in force until its successor's moment.
  while (memory.positions.size() > 1 && memory.positions[1].at <= now - rules_.moving_window)
    memory.positions.erase(memory.positions.begin());
  const auto [low, high] =
      std::minmax_element(memory.positions.begin(), memory.positions.end(),
                          [](const auto& a, const auto& b) { return a.value < b.value; });
  const Kleene moves = kleene(high->value - low->value >= rules_.moving_distance_mm);
  if (moves != memory.position_moving.is)
    memory.position_moving.since = moves == Kleene::yes ? memory.positions.back().at : now;
  memory.position_moving.is = moves;
  memory.position_moving.read_at = in.position_read_at;
  if (memory.positions.size() > 1) look_at(memory.positions[1].at + rules_.moving_window, now);
  return memory.position_moving;
}

/// Nothing tells of motion: a car whose zone, floor and doors have not changed for a long while stands, and
/// has stood since the last of those changes.
Fact Motion::by_quiet(const Inputs& in, Moment now) {
  if (!in.last_change) return {};
  Moment stop = *in.last_change;
  if (memory.last_known_moving) stop = std::max(stop, *memory.last_known_moving);
  Duration quiet = rules_.quiet;
  if (const auto travel = full_travel()) quiet = std::max(quiet, *travel + rules_.learned_margin);
  if (in.mains_lost) quiet = rules_.quiet_mains_lost;
  if (now - stop < quiet) {
    look_at(stop + quiet, now);
    return {Kleene::unknown, stop, now};
  }
  return {Kleene::no, stop, now};
}

void Motion::follow_run(const Inputs& in, Moment now) {
  if (!memory.run) {
    if (memory.moving.yes_for(rules_.run_start, now))
      memory.run = Run{memory.moving.since, memory.departure_floor, true, now - memory.moving.since};
    else if (memory.moving.yes())
      look_at(memory.moving.since + rules_.run_start, now);
    return;
  }
  if (memory.moving.unknown()) memory.run->watched = false;
  if (memory.moving.no_for(rules_.run_end, now))
    complete_run(in);
  else if (memory.moving.no())
    look_at(memory.moving.since + rules_.run_end, now);
}

/// For how long a car ran that nobody could watch, a bus or the box being dead, is not known.
void Motion::complete_run(const Inputs& in) {
  const Run& run = *memory.run;
  const Duration lasted = run.watched ? memory.moving.since - run.began : run.moved;
  memory.last_run_lasted = lasted;
  ++memory.completed_runs;
  memory.running_time += lasted;
  memory.run_ended = memory.moving.since;
  memory.last_run_began = memory.run->began;
  const bool terminals = run.watched && landings_ && in.floor && memory.run->from_floor &&
                         std::minmax(*in.floor, *memory.run->from_floor) == std::minmax(1, *landings_);
  if (terminals) {
    ++memory.full_runs;
    memory.longest_full_run = std::max(memory.longest_full_run, lasted);
  }
  memory.run.reset();
}

void Motion::look_at(Moment at, Moment now) {
  next_change_ = std::min(next_change_, std::max(at, now + Duration{1}));
}

}  // namespace liftbox
