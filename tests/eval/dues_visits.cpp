#include "tests/eval/dues_visits.hpp"

#include <algorithm>
#include <optional>

#include "tests/eval/facts.hpp"
#include "tests/eval/sight.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;
using Is = worn::Signal;

constexpr Duration about = 1s;
constexpr Duration told_after = 5min;
constexpr Duration gone_after = 30min;
constexpr Duration overdue_after{15 * 24h};

/// Inspection mode, or several with less than half an hour between.
struct Visit {
  std::string cause;
  Moment from{};
  Moment left{};
  std::optional<Moment> told;  ///< none: no part of it lasted
  bool seen = true;            ///< by a box, as it was

  Moment over() const { return told ? left + gone_after : left; }
};

std::vector<Visit> visits(const worn::Setup& setup, const std::vector<worn::Truth>& truths) {
  const Sight sight{setup.wiring, truths};
  std::vector<const worn::Truth*> inspections;
  for (const worn::Truth& truth : truths)
    if (truth.kind == "inspection") inspections.push_back(&truth);
  std::sort(inspections.begin(), inspections.end(),
            [](const auto* a, const auto* b) { return a->from_ms < b->from_ms; });
  std::vector<Visit> visits;
  for (const worn::Truth* inspection : inspections) {
    const Moment from = at(inspection->from_ms);
    if (visits.empty() || from > visits.back().over()) visits.push_back({inspection->cause, from, {}, {}});
    Visit& visit = visits.back();
    visit.left = at(inspection->upto_ms);
    if (!visit.told && visit.left >= from + told_after) visit.told = from + told_after;
    const bool just_enough = visit.left < from + told_after + about && visit.left > from + told_after - about;
    visit.seen =
        visit.seen && !just_enough && sight.clear(from - 10s, visit.over() + patience, {Is::service_mode});
  }
  return visits;
}

/// From the end of one visit that counts to the next.
class Wait {
 public:
  explicit Wait(Moment end) : end_{end} {}

  void goes_on_until(const Visit& visit, std::vector<Due>& dues) {
    tell_until(visit.from, dues);
    if (visit.seen && known_) tell_within(visit, dues);
    if (!visit.seen) {
      known_ = false;
    } else if (visit.told) {
      last_ = visit.left;
      told_.reset();
      known_ = true;
    } else if (known_ && next() < visit.over()) {
      tell(visit.over(), dues);
    }
  }
  void goes_on_until_the_end(std::vector<Due>& dues) { tell_until(end_, dues); }

 private:
  Moment next() const { return told_ ? *told_ + 24h : last_ + overdue_after; }

  void tell_until(Moment until, std::vector<Due>& dues) {
    if (!known_) {
      if (next() < until) dues.push_back({EventType::maintenance_overdue, "", next(), never, until});
      return;
    }
    while (next() < until) tell(next(), dues);
  }

  /// Not in its first day.
  void tell_within(const Visit& visit, std::vector<Due>& dues) {
    const Moment long_enough = visit.from + 24h;
    if (visit.over() <= long_enough) return;
    if (next() < long_enough) tell(long_enough, dues);
    tell_until(visit.over(), dues);
  }

  void tell(Moment when, std::vector<Due>& dues) {
    dues.push_back({EventType::maintenance_overdue, "", when, when, when});
    told_ = when;
  }

  Moment end_;
  Moment last_{};
  std::optional<Moment> told_;
  bool known_ = true;
};

}  // namespace

std::vector<Due> visit_dues(const worn::Setup& setup, const std::vector<worn::Truth>& truths) {
  const Moment end = end_of(setup);
  std::vector<Due> dues;
  Wait wait{end};
  for (const Visit& visit : visits(setup, truths)) {
    wait.goes_on_until(visit, dues);
    if (!visit.told && visit.seen) continue;
    const auto due = [&](Moment when) { return visit.seen && when < end ? when : never; };
    dues.push_back({EventType::maintenance_started, visit.cause, visit.from, due(visit.told.value_or(never)),
                    visit.over()});
    dues.push_back({EventType::maintenance_ended, visit.cause, visit.seen ? visit.left : visit.from,
                    due(visit.over()), visit.over() + (visit.seen ? 1s : 24h)});
  }
  wait.goes_on_until_the_end(dues);
  return dues;
}

}  // namespace liftbox::eval
