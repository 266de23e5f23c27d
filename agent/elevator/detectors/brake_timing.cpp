#include "agent/elevator/detectors/brake_timing.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

constexpr std::size_t window_cycles = 10;
constexpr int slow_in_window = 3;

std::string kind(const BrakeTime& measured) {
  return measured.release ? "release" : "set";
}

std::string of_arm(const BrakeTime& measured) {
  return kind(measured) + ' ' + std::to_string(measured.arm);
}

Event event(EventType type, Phase phase, std::string subject, Evidence evidence, Moment since, Moment now) {
  return {type, phase, now, since, Confidence::certain, std::move(subject), std::move(evidence)};
}

std::string arm_name(int arm) {
  return "arm " + std::to_string(arm);
}

bool contains(const std::vector<int>& arms, int arm) {
  return std::find(arms.begin(), arms.end(), arm) != arms.end();
}

}  // namespace

BrakeTiming::BrakeTiming(const Rules& rules, const LiftFacts& /*facts*/)
    : rules_{rules.brake},
      times_{rules_.cold_rest},
      all_times_{rules_.cold_rest, true},
      warm_{rules_, false},
      cold_{rules_, true} {}

Verdict BrakeTiming::observe(const CarState& car, Moment now) {
  Verdict verdict;
  for (const BrakeTime& measured : times_.observe(car, memory.times)) {
    judge_slow(measured, now, verdict);
    judge_difference(measured, car.machine().arms_bound(), now, verdict);
    judge_trend(measured, now, verdict);
  }
  for (const BrakeTime& measured : all_times_.observe(car, memory.all_times))
    if (brake_opened_by_hand(car)) say_why_not(measured, car, now, verdict);
  return verdict;
}

/// The slow cycle that would have been one too many.
void BrakeTiming::say_why_not(const BrakeTime& measured, const CarState& car, Moment now,
                              Verdict& verdict) const {
  const Duration limit = measured.release ? rules_.slow_release : rules_.slow_set;
  const auto known = memory.windows.find(of_arm(measured));
  if (measured.time <= limit || known == memory.windows.end() || contains(memory.slow, measured.arm)) return;
  Window window = known->second;
  count(window, measured.time, limit);
  if (too_often(window, limit))
    verdict.held_back.push_back({EventType::brake_slow, HeldBack::Reason::mode, now, measured.at,
                                 arm_name(measured.arm), std::string{brake_opened_because(car)}});
}

void BrakeTiming::count(Window& window, Duration time, Duration limit) const {
  if (window.last.size() >= window_cycles) window.last.erase(window.last.begin());
  window.last.push_back(static_cast<int>(time.count()));
  window.good_cycles = time > limit ? 0 : std::min(window.good_cycles + 1, rules_.clear_slow_cycles);
}

bool BrakeTiming::too_often(const Window& window, Duration limit) const {
  return std::count_if(window.last.begin(), window.last.end(),
                       [&](int ms) { return Duration{ms} > limit; }) >= slow_in_window;
}

void BrakeTiming::begin_good_cycles(const std::string& of) {
  for (const char* which : {"set", "release"}) memory.windows[which + of].good_cycles = 0;
}

bool BrakeTiming::enough_good_cycles(const std::string& of) {
  return memory.windows["set" + of].good_cycles >= rules_.clear_slow_cycles &&
         memory.windows["release" + of].good_cycles >= rules_.clear_slow_cycles;
}

/// A command that ended before the limit tells nothing of an arm that had not answered yet.
void BrakeTiming::judge_slow(const BrakeTime& measured, Moment now, Verdict& verdict) {
  const Duration limit = measured.release ? rules_.slow_release : rules_.slow_set;
  if (!measured.answered && measured.time <= limit) return;
  Window& window = memory.windows[of_arm(measured)];
  count(window, measured.time, limit);
  const int arm = measured.arm;
  const std::string of = ' ' + std::to_string(arm);
  const BrakeTimesEvidence evidence{{arm}, measured.release, limit, window.last};
  if (!contains(memory.slow, arm)) {
    if (!too_often(window, limit)) return;
    memory.slow.push_back(arm);
    begin_good_cycles(of);
    verdict.events.push_back(
        event(EventType::brake_slow, Phase::raised, arm_name(arm), evidence, measured.at, now));
    return;
  }
  if (!enough_good_cycles(of)) return;
  std::erase(memory.slow, arm);
  verdict.events.push_back(event(EventType::brake_slow, Phase::cleared, arm_name(arm), {}, now, now));
}

/// All arms of one cycle side by side, once the last of them has answered.
void BrakeTiming::judge_difference(const BrakeTime& measured, int arms, Moment now, Verdict& verdict) {
  if (arms < 2 || !measured.answered) return;
  Cycle& cycle = memory.cycles.at(measured.release ? 1 : 0);
  const Moment commanded = measured.at - measured.time;
  if (cycle.commanded != commanded) cycle = {commanded, {}};
  cycle.answers.push_back(measured);
  if (cycle.answers.size() != static_cast<std::size_t>(arms)) return;
  const auto [quick, slow] =
      std::minmax_element(cycle.answers.begin(), cycle.answers.end(),
                          [](const BrakeTime& a, const BrakeTime& b) { return a.time < b.time; });
  Window& window = memory.windows[kind(measured)];
  count(window, slow->time - quick->time, rules_.asymmetry);
  if (!memory.unequal && too_often(window, rules_.asymmetry)) {
    memory.unequal = true;
    begin_good_cycles("");
    verdict.events.push_back(
        event(EventType::brake_asymmetry, Phase::raised, {},
              BrakeTimesEvidence{{slow->arm, quick->arm}, measured.release, rules_.asymmetry, window.last},
              measured.at, now));
  } else if (memory.unequal && enough_good_cycles("")) {
    memory.unequal = false;
    verdict.events.push_back(event(EventType::brake_asymmetry, Phase::cleared, {}, {}, now, now));
  }
}

void BrakeTiming::judge_trend(const BrakeTime& measured, Moment now, Verdict& verdict) {
  if (!measured.answered || measured.start == BrakeTime::Start::unknown) return;
  const bool cold = measured.start == BrakeTime::Start::cold;
  BrakeTrend& trend = memory.trends[(cold ? "cold " : "") + of_arm(measured)];
  (cold ? cold_ : warm_).add(trend, measured.time, measured.at);
  const int arm = measured.arm;
  const bool open = contains(memory.degrading, arm);
  if (!open && (trend.grows || trend.sticks)) {
    memory.degrading.push_back(arm);
    const BrakeTrendEvidence evidence{
        .why = trend.grows ? BrakeTrendEvidence::Why::grows : BrakeTrendEvidence::Why::sticks,
        .arm = arm,
        .release = measured.release,
        .cold = cold,
        .baseline_ms = trend.baseline_ms,
        .latest_ms = trend.latest_ms,
        .sticking_cycles = trend.sticking_cycles};
    verdict.events.push_back(
        event(EventType::brake_degrading, Phase::raised, arm_name(arm), evidence, measured.at, now));
  } else if (open && !degrades(arm)) {
    std::erase(memory.degrading, arm);
    verdict.events.push_back(event(EventType::brake_degrading, Phase::cleared, arm_name(arm), {}, now, now));
  }
}

bool BrakeTiming::degrades(int arm) const {
  return std::any_of(memory.trends.begin(), memory.trends.end(), [&](const auto& named) {
    const auto& [which, trend] = named;
    return which.ends_with(' ' + std::to_string(arm)) && (trend.grows || trend.sticks);
  });
}

void BrakeTiming::maintained(Moment now, Verdict& verdict) {
  memory.trends.clear();
  for (const int arm : std::exchange(memory.degrading, {}))
    verdict.events.push_back(event(EventType::brake_degrading, Phase::cleared, arm_name(arm), {}, now, now));
}

}  // namespace liftbox
