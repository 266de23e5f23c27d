#include "agent/elevator/detectors/inspection_due.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace liftbox {
namespace {

constexpr std::array days_before{7, 30, 60};

int day_number(Date date) {
  return static_cast<int>(date.time_since_epoch().count());
}
std::optional<Date> date_of(std::optional<int> day) {
  if (!day) return std::nullopt;
  return Date{std::chrono::days{*day}};
}

/// The first of the days before it that has been reached: 30 with 12 days left. Nothing: long to go.
std::optional<int> stage(int days_left) {
  const auto* const reached =
      std::find_if(days_before.begin(), days_before.end(), [&](int days) { return days_left <= days; });
  return reached == days_before.end() ? std::nullopt : std::optional{*reached};
}

}  // namespace

void InspectionDue::done(Date date, Date next) {
  memory.done = day_number(date);
  memory.next = day_number(next);
}

std::optional<Date> InspectionDue::next() const {
  std::optional<Date> by_site = facts_.next;
  if (!by_site && facts_.last) by_site = months_after(*facts_.last, facts_.period_months);
  return std::max(by_site, date_of(memory.next));
}

std::optional<Date> InspectionDue::last() const {
  return std::max(facts_.last, date_of(memory.done));
}

std::optional<int> InspectionDue::days_left(Moment now) const {
  const auto due = next();
  if (!due || !memory.wall || !memory.wall->set) return std::nullopt;
  return day_number(*due) - day_number(memory.wall->day(now));
}

Verdict InspectionDue::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const int runs = car.motion().memory.completed_runs;
  const bool ran = std::exchange(memory.completed_runs, runs) != runs;
  const auto left = days_left(now);
  if (!left) return verdict;
  const Date due = *next();
  if (memory.told_next != day_number(due)) {
    memory.told_next = day_number(due);
    memory.told_left.reset();
    memory.trips_overdue = 0;
  }
  if (ran && *left < 0) ++memory.trips_overdue;
  verdict.look(memory.wall->begin_of(due - std::chrono::days{next_to_say(*left)}));
  if (!must_be_said(*left)) return verdict;
  memory.told_left = *left;
  verdict.events.push_back({.type = EventType::inspection_due,
                            .phase = Phase::noted,
                            .at = now,
                            .since = now,
                            .confidence = Confidence::certain,
                            .subject = {},
                            .evidence = InspectionEvidence{due, last(), *left, memory.trips_overdue}});
  return verdict;
}

bool InspectionDue::must_be_said(int days_left) const {
  if (days_left < 0) return days_left < memory.told_left.value_or(0);
  const auto reached = stage(days_left);
  return reached &&
         (!memory.told_left || reached < stage(*memory.told_left).value_or(days_before.back() + 1));
}

/// How many days will be left when there is something to say again.
int InspectionDue::next_to_say(int days_left) {
  for (auto days = days_before.rbegin(); days != days_before.rend(); ++days)
    if (days_left > *days) return *days;
  return days_left < 0 ? days_left - 1 : -1;
}

}  // namespace liftbox
