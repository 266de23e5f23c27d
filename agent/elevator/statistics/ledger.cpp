#include "agent/elevator/statistics/ledger.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

using Period = StatisticsDocument::Period;
constexpr std::int64_t hour_ms = Duration{std::chrono::hours{1}}.count();
constexpr std::int64_t minute_ms = Duration{std::chrono::minutes{1}}.count();
constexpr std::int64_t hours_of_a_day = 24;
constexpr std::int64_t enough_of_a_day =
    20;  ///< times, for a percentile to tell of the door and not of the day
constexpr std::int64_t days_of_usual = 30;

std::int64_t floor_of(std::int64_t value, std::int64_t step) {
  return value / step - (value % step < 0 ? 1 : 0);
}
std::int64_t day_of(std::int64_t hour) {
  return floor_of(hour, hours_of_a_day);
}

}  // namespace

std::string_view name(Period period) {
  switch (period) {
    case Period::hour:
      return "hour";
    case Period::day:
      return "day";
    case Period::since_boot:
      break;
  }
  return "since_boot";
}

Counts& Ledger::open() {
  if (dated() && memory.open_hour) return memory.hour;
  return memory.unplaced;
}

void Ledger::turn(Moment now, std::vector<StatisticsDocument>& closed) {
  if (!memory.unplaced_since && !(dated() && memory.open_hour)) memory.unplaced_since = now;
  if (!memory.wall) return;
  if (!memory.wall->set) {
    if (memory.unplaced[Counter::watched_ms] >= longest_unplaced.count()) place(now, closed);
    return;
  }
  const std::int64_t hour = floor_of(memory.wall->local_ms(now), hour_ms);
  if (!memory.open_hour) memory.open_hour = hour;
  if (hour > *memory.open_hour || far_back(now)) close_hour(hour, now, closed);
  if (memory.unplaced_since) place(now, closed);
}

Moment Ledger::next_turn(Moment now) const {
  if (!memory.wall) return never;
  if (!memory.wall->set) {
    const Duration watched{memory.unplaced[Counter::watched_ms]};
    return now + std::max(Duration{}, longest_unplaced - watched);
  }
  if (!memory.open_hour) return now;
  return memory.wall->at +
         Duration{(*memory.open_hour + 1) * hour_ms - memory.wall->local_ms(memory.wall->at)};
}

StatisticsDocument Ledger::today(Moment now) const {
  StatisticsDocument today;
  if (dated() && memory.open_hour) {
    Counts day = memory.day;
    day.add(memory.hour);
    today = dated_document(Period::day, day, day_of(*memory.open_hour) * hours_of_a_day, hours_of_a_day, now);
    today.until_ms = memory.wall->ms(now);
    today.days_since_visit = days_since_visit(*today.until_ms);
  } else {
    today = document(Period::since_boot, memory.unplaced, now);
  }
  today.total.add(memory.hour);
  today.total.add(memory.unplaced);
  return today;
}

bool Ledger::far_back(Moment now) const {
  return *memory.open_hour * hour_ms - memory.wall->local_ms(now) > stays.count();
}

void Ledger::close_hour(std::int64_t next_hour, Moment now, std::vector<StatisticsDocument>& closed) {
  const std::int64_t over = *memory.open_hour;
  memory.day.add(memory.hour);
  memory.total.add(memory.hour);
  closed.push_back(dated_document(Period::hour, memory.hour, over, 1, now));
  memory.hour = {};
  memory.open_hour = next_hour;
  if (day_of(over) == day_of(next_hour)) return;
  closed.push_back(
      dated_document(Period::day, memory.day, day_of(over) * hours_of_a_day, hours_of_a_day, now));
  follow_usual();
  memory.day = {};
}

/// What is usual at this lift, so that wear shows: the mean of its days, those of the last month most.
void Ledger::follow_usual() {
  constexpr std::int64_t us_of_a_ms = 1000;
  for (const auto& [timing, times] : memory.day.named_timings()) {
    if (times.times() < enough_of_a_day) continue;
    const std::int64_t today = times.percentile(95)->count() * us_of_a_ms;
    const auto [usual, first] = memory.usual_us.try_emplace(timing, today);
    if (!first) usual->second += (today - usual->second) / days_of_usual;
  }
}

/// What was counted without a clock: into the hour if all of it is of this hour, else a document of its own,
/// which belongs to the day if it began on it.
void Ledger::place(Moment now, std::vector<StatisticsDocument>& closed) {
  const Counts counts = std::exchange(memory.unplaced, {});
  const std::optional<Moment> since = std::exchange(memory.unplaced_since, std::nullopt);
  const bool known = !std::exchange(memory.unplaced_rebooted, false) && dated();
  StatisticsDocument placed = document(Period::since_boot, counts, now);
  if (dated()) placed.until_ms = memory.wall->ms(now);
  if (known) placed.from_ms = memory.wall->ms(*since);
  if (!dated()) memory.unplaced_since = now;
  if (!memory.total_since_ms) memory.total_since_ms = known ? placed.from_ms : placed.until_ms;
  if (counts == Counts{}) return;
  const auto from_hour =
      known ? std::optional{floor_of(memory.wall->local_ms(*since), hour_ms)} : std::nullopt;
  if (from_hour && from_hour == memory.open_hour) {
    memory.hour.add(counts);
    return;
  }
  memory.total.add(counts);
  if (from_hour && day_of(*from_hour) == day_of(*memory.open_hour)) memory.day.add(counts);
  placed.total = memory.total;
  placed.total_since_ms = memory.total_since_ms;
  closed.push_back(std::move(placed));
}

StatisticsDocument Ledger::document(Period period, const Counts& counts, Moment now) const {
  StatisticsDocument document;
  document.period = period;
  document.at = now;
  document.utc_offset_min = memory.wall ? memory.wall->utc_offset_min : 0;
  document.counts = counts;
  document.total = memory.total;
  document.total_since_ms = memory.total_since_ms;
  document.usual_us = memory.usual_us;
  return document;
}

StatisticsDocument Ledger::dated_document(Period period, const Counts& counts, std::int64_t first_hour,
                                          std::int64_t hours, Moment now) const {
  StatisticsDocument dated = document(period, counts, now);
  dated.from_ms = first_hour * hour_ms - memory.wall->utc_offset_min * minute_ms;
  dated.until_ms = *dated.from_ms + hours * hour_ms;
  if (period == Period::day) dated.days_since_visit = days_since_visit(*dated.until_ms);
  return dated;
}

/// Nothing where none is known, or it ended after a day that is closed late.
std::optional<std::int64_t> Ledger::days_since_visit(std::int64_t until_ms) const {
  if (!last_visit_ || memory.wall->ms(*last_visit_) > until_ms) return std::nullopt;
  return (until_ms - memory.wall->ms(*last_visit_)) / (hours_of_a_day * hour_ms);
}

}  // namespace liftbox
