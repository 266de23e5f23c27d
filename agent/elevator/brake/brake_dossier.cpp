#include "agent/elevator/brake/brake_dossier.hpp"

#include <algorithm>
#include <utility>

#include "agent/elevator/brake/percentile.hpp"

namespace liftbox {
namespace {

using Reason = BrakeVerdict::Reason;
using Result = BrakeVerdict::Result;

constexpr Duration one_day{std::chrono::hours{24}};
constexpr int slow_end_percent = 95;
constexpr int same_repair_cycles = 20;  ///< opened, tried a few times, opened again

std::string series_of(const BrakeTime& measured) {
  return (measured.release ? "release_" : "set_") + std::to_string(measured.arm);
}

bool is_of_brake(EventType type) {
  return type >= EventType::brake_not_released && type <= EventType::brake_degrading;
}

Event noted(EventType type, Evidence evidence, Moment now) {
  return {type, Phase::noted, now, now, Confidence::certain, {}, std::move(evidence)};
}

Result result_of(const std::vector<Reason>& reasons) {
  if (reasons.empty()) return Result::put_right;
  const Reason first = *std::min_element(reasons.begin(), reasons.end());
  if (first == Reason::not_a_drum_brake) return Result::not_concerned;
  return first < Reason::type_unknown ? Result::not_yet : Result::cannot_be_judged;
}

}  // namespace

void BrakeDossier::change(const Rules& rules, const LiftFacts& facts) {
  rules_ = rules.brake;
  facts_ = facts.brake;
}

void BrakeDossier::hear(const Event& event) {
  if (memory.watched_since && event.phase == Phase::raised && is_of_brake(event.type))
    ++memory.incidents[std::string{name(event.type)}];
}

Verdict BrakeDossier::observe(std::span<const BrakeTime> measured, const CarState& car, const OneCause& told,
                              Moment now) {
  Verdict verdict;
  for (const BrakeTime& one : measured)
    if (one.answered) count(one);
  if (!memory.watched_since) return verdict;
  const Moment whole = *memory.watched_since + watched_days * one_day;
  const int arms = arms_timed(car);
  const bool cycles_due = !memory.enough_cycles && !measured.empty() && enough_cycles(arms);
  const bool days_due = !memory.enough_days && now >= whole;
  if (!memory.enough_days && !days_due) verdict.look(whole);
  memory.enough_cycles = memory.enough_cycles || cycles_due;
  memory.enough_days = memory.enough_days || days_due;
  if (cycles_due || days_due) verdict.events.push_back(verified(judge(arms, told.open()), days_due, now));
  return verdict;
}

std::size_t BrakeDossier::day_of(Moment at) const {
  return static_cast<std::size_t>(std::max<std::int64_t>(0, (at - *memory.watched_since) / one_day));
}

void BrakeDossier::count(const BrakeTime& measured) {
  const int ms = static_cast<int>(measured.time.count());
  Series& series = memory.series[series_of(measured)];
  if (series.last.size() == kept_cycles) series.last.erase(series.last.begin());
  series.last.push_back(ms);
  ++series.cycles;
  if (!memory.watched_since || day_of(measured.at) >= watched_days) return;
  const std::size_t today = day_of(measured.at);
  if (series.medians.size() <= today) {
    series.medians.resize(today + 1);
    series.slowest.resize(today + 1);
    series.cycles_today = 0;
  }
  ++series.cycles_today;
  const auto of_today = std::min(series.cycles_today, static_cast<int>(series.last.size()));
  series.medians.back() = median({series.last.end() - of_today, series.last.end()});
  series.slowest.back() = std::max(series.slowest.back(), ms);
}

Event BrakeDossier::record(const BrakeWork& work, Moment now) {
  const bool opened = restarts_baseline(work.action);
  const bool changes = work.action != BrakeAction::checked;
  const bool begins = !memory.watched_since || cycles() >= same_repair_cycles;
  if (changes && begins && (opened || memory.before.empty()))
    memory.before = work.earlier ? BrakeTable{} : this->now();
  if (work.push_rod) memory.push_rod = work.push_rod;
  memory.work[std::string{name(work.action)}] = work;
  if (changes) begin_watch(now);
  return noted(EventType::brake_maintained, BrakeWorkEvidence{work, opened ? memory.before : this->now()},
               now);
}

/// Whoever changes the brake changes its times: what was measured so far is not "after" any more.
void BrakeDossier::begin_watch(Moment now) {
  memory.series.clear();
  memory.incidents.clear();
  memory.watched_since = now;
  memory.enough_cycles = false;
  memory.enough_days = false;
}

BrakeTable BrakeDossier::now() const {
  BrakeTable table;
  for (const auto& [name, series] : memory.series)
    table[name] = {median(series.last), percentile(series.last, slow_end_percent),
                   static_cast<int>(series.last.size())};
  return table;
}

std::map<std::string, BrakeDays> BrakeDossier::days() const {
  std::map<std::string, BrakeDays> all;
  for (const auto& [name, series] : memory.series)
    if (!series.medians.empty()) all[name] = {series.medians, series.slowest};
  return all;
}

int BrakeDossier::cycles() const {
  if (memory.series.empty()) return 0;
  return std::min_element(
             memory.series.begin(), memory.series.end(),
             [](const auto& one, const auto& other) { return one.second.cycles < other.second.cycles; })
      ->second.cycles;
}

/// By as much as the early warning takes for wear.
bool BrakeDossier::slower_than_before() const {
  const BrakeTable after = now();
  return std::any_of(after.begin(), after.end(), [&](const auto& named) {
    const auto before = memory.before.find(named.first);
    if (before == memory.before.end()) return false;
    const std::int64_t was = before->second.median_ms;
    constexpr int percent = 100;
    const std::int64_t shift =
        std::max<std::int64_t>(rules_.shift.count(), was * rules_.shift_percent / percent);
    return named.second.median_ms - was >= shift;
  });
}

bool BrakeDossier::enough_cycles(int arms) const {
  return memory.series.size() >= 2 * static_cast<std::size_t>(arms) && cycles() >= rules_.verify_cycles;
}

BrakeVerdict BrakeDossier::judge(int arms, const std::vector<EventType>& open) const {
  std::vector<Reason> reasons;
  const auto add_if = [&](bool so, Reason reason) {
    if (so) reasons.push_back(reason);
  };
  if (facts_.type == BrakeType::disc || facts_.type == BrakeType::other)
    return {Result::not_concerned, {Reason::not_a_drum_brake}};
  add_if(push_rod() == PushRod::steel, Reason::push_rod_magnetic);
  add_if(!memory.work.contains(std::string{name(BrakeAction::dismantled)}), Reason::never_dismantled);
  add_if(std::any_of(open.begin(), open.end(), is_of_brake), Reason::incident_open);
  add_if(!memory.incidents.empty(), Reason::incident_since);
  add_if(memory.watched_since && slower_than_before(), Reason::slower_than_before);
  add_if(facts_.type == BrakeType::unknown, Reason::type_unknown);
  add_if(push_rod() == PushRod::unknown, Reason::push_rod_unknown);
  add_if(arms < facts_.arms.value_or(1), Reason::arms_not_timed);
  add_if(memory.watched_since && arms > 0 && !enough_cycles(arms), Reason::too_few_cycles);
  return {result_of(reasons), reasons};
}

Event BrakeDossier::verified(BrakeVerdict&& verdict, bool after_days, Moment now) const {
  return noted(EventType::brake_verified,
               BrakeVerdictEvidence{.after_days = after_days,
                                    .cycles = cycles(),
                                    .verdict = std::move(verdict),
                                    .push_rod = push_rod(),
                                    .before = memory.before,
                                    .after = this->now(),
                                    .days = days()},
               now);
}

}  // namespace liftbox
