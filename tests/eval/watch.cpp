#include "tests/eval/watch.hpp"

#include <algorithm>
#include <span>

#include "tests/eval/dues.hpp"

namespace liftbox::eval {
namespace {

constexpr Duration day{24h};

/// An incident counts when it is raised; an entrapment when it is confirmed,
/// and once.
bool counts(const Event& event) {
  if (event.type != EventType::entrapment) return event.phase == Phase::raised || event.phase == Phase::noted;
  const auto* evidence = std::get_if<EntrapmentEvidence>(&event.evidence);
  return event.phase == Phase::confirmed && evidence != nullptr && evidence->confirmed == event.at;
}

}  // namespace

LiftFacts facts_of(const worn::Setup& setup) {
  LiftFacts facts;
  facts.rated_speed_mm_s = setup.building.rated_speed_mm_s;
  facts.landings = setup.building.landings;
  facts.rated_load_kg = setup.building.rated_load_kg;
  facts.box = {.on_charge_mv = 13'200, .battery_low_mv = setup.battery_low_mv};
  facts.inspection.next = inspection_of(setup).due;
  return facts;
}

Watch::Watch(const Job& job)
    : days_{static_cast<int>(job.setup.days)},
      lift_{job.setup, job.seed},
      wiring_{job.setup},
      clock_{job.setup},
      periodical_{inspection_of(job.setup)},
      box_{Rules{}, facts_of(job.setup), wiring_.bindings(), Moment{}} {
  using Found = SelfTestEvidence::Result;
  take(box_.wall(clock_.shows(Moment{})));
  take(box_.box({.store = Found::good, .broker = Found::good, .receipts = {}, .watchdog = Found::good},
                Moment{}));
}

void Watch::run(Moment until) {
  until = std::min(until, Moment{days_ * day});
  while (now_ < until) {
    now_ = std::min(now_ + day, until);
    samples_.clear();
    batch_.clear();
    lift_.run(now_.time_since_epoch().count(), samples_, truths_);
    wiring_.take(samples_, batch_);
    readings_count_ += static_cast<std::int64_t>(batch_.size());
    if (on_readings) on_readings(batch_);
    hear();
    take(box_.look(now_));
    inspect();
  }
}

/// On a day's boundary.
void Watch::inspect() {
  if (now_ != periodical_.made) return;
  take(box_.inspected({clock_.shows(now_).day(now_), periodical_.next, "4711"}, now_));
}

/// What is read, and in between what the clock shows.
void Watch::hear() {
  std::span<const Reading> unheard{batch_};
  for (const WallTold& told : clock_.looks(samples_, now_)) {
    const auto later = std::upper_bound(unheard.begin(), unheard.end(), told.at,
                                        [](Moment at, const Reading& reading) { return at < reading.at; });
    const auto heard = static_cast<std::size_t>(later - unheard.begin());
    take(box_.apply(unheard.first(heard)));
    take(box_.wall(told));
    unheard = unheard.subspan(heard);
  }
  take(box_.apply(unheard));
}

void Watch::take(const Outcome& outcome) {
  for (const Occurrence& occurrence : outcome.occurrences) {
    if (on_said) on_said(occurrence);
    if (is_judged(occurrence.event.type) && counts(occurrence.event))
      heard_.push_back({occurrence.event.type, occurrence.event.at});
  }
}

}  // namespace liftbox::eval
