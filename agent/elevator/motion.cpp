#include "agent/elevator/motion.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

constexpr int full_runs_needed = 3;

}  // namespace

void Motion::observe(const Inputs& in, Moment now) {
  next_change_ = never;
  if (moving_.yes()) last_known_moving_ = now;  // it held until this moment
  const Fact judged = judge(in, now);
  if (judged.is != moving_.is) {
    moving_.since = judged.since;
    if (judged.yes()) departure_floor_ = in.floor;
    if (judged.no() && last_known_moving_) stopped_ = judged.since;
  }
  moving_.is = judged.is;
  moving_.read_at = judged.read_at;
  follow_run(in, now);
}

std::optional<Moment> Motion::run_began() const {
  if (!run_) return std::nullopt;
  return run_->began;
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
    contradicted_ = true;
    return {Kleene::unknown, now, now};
  }
  if (contrary.yes()) look_at(contrary.since + rules_.braked, now);
  if (std::exchange(contradicted_, false)) contradicted_until_ = now;
  Fact moves = in.moving;
  if (moves.no()) moves.since = std::max(moves.since, contradicted_until_);
  return moves;
}

Fact Motion::by_position(const Inputs& in, Moment now) {
  if (!in.position) {
    positions_.clear();
    position_moving_ = {};
    return {};
  }
  if (positions_.empty() || positions_.back().value != *in.position)
    positions_.push_back({in.position_since, *in.position});
  // An entry is in force until its successor's moment.
  while (positions_.size() > 1 && positions_[1].at <= now - rules_.moving_window)
    positions_.erase(positions_.begin());
  const auto [low, high] = std::minmax_element(
      positions_.begin(), positions_.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  const Kleene moves = kleene(high->value - low->value >= rules_.moving_distance_mm);
  if (moves != position_moving_.is)
    position_moving_.since = moves == Kleene::yes ? positions_.back().at : now;
  position_moving_.is = moves;
  position_moving_.read_at = in.position_read_at;
  if (positions_.size() > 1) look_at(positions_[1].at + rules_.moving_window, now);
  return position_moving_;
}

/// Nothing tells of motion: a car whose zone, floor and doors have not changed for a long while stands, and
/// has stood since the last of those changes.
Fact Motion::by_quiet(const Inputs& in, Moment now) {
  if (!in.last_change) return {};
  Moment stop = *in.last_change;
  if (last_known_moving_) stop = std::max(stop, *last_known_moving_);
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
  if (!run_) {
    if (moving_.yes_for(rules_.run_start, now))
      run_ = Run{moving_.since, departure_floor_};
    else if (moving_.yes())
      look_at(moving_.since + rules_.run_start, now);
    return;
  }
  if (moving_.no_for(rules_.run_end, now))
    complete_run(in);
  else if (moving_.no())
    look_at(moving_.since + rules_.run_end, now);
}

void Motion::complete_run(const Inputs& in) {
  const Duration lasted = moving_.since - run_->began;
  ++memory.completed_runs;
  memory.running_time += lasted;
  run_ended_ = moving_.since;
  last_run_began_ = run_->began;
  const bool terminals = landings_ && in.floor && run_->from_floor &&
                         std::minmax(*in.floor, *run_->from_floor) == std::minmax(1, *landings_);
  if (terminals) {
    ++memory.full_runs;
    memory.longest_full_run = std::max(memory.longest_full_run, lasted);
  }
  run_.reset();
}

void Motion::look_at(Moment at, Moment now) {
  next_change_ = std::min(next_change_, std::max(at, now + Duration{1}));
}

}  // namespace liftbox
