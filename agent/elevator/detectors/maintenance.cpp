#include "agent/elevator/detectors/maintenance.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

Event noted(EventType type, VisitEvidence evidence, Moment since, Moment now) {
  return {.type = type,
          .phase = Phase::noted,
          .at = now,
          .since = since,
          .confidence = Confidence::certain,
          .subject = {},
          .evidence = std::move(evidence)};
}

}  // namespace

Verdict Maintenance::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const Fact& inspection = car.inspection();
  const bool over = inspection.no() && car.mode() != ServiceMode::unknown;  // a silence ends no visit
  if (inspection.yes()) {
    if (!memory.visit)
      memory.visit =
          Visit{.began = inspection.since, .signed_in = {}, .by = {}, .kind = {}, .told = false, .seen = {}};
    memory.inspection_ended.reset();
  } else if (over && memory.visit && !memory.inspection_ended) {
    memory.inspection_ended = std::max(car.mode_since(), memory.visit->began);
  }
  memory.watch.observe(car, now, memory.visit ? &memory.visit->seen : nullptr);
  if (!memory.visit) return verdict;
  if (!memory.visit->told) {
    const Fact lasts{inspection.is, memory.visit->began, inspection.read_at};
    if (over)
      memory.visit.reset();
    else if (verdict.lasted(lasts, rules_.inspection_mode, now))
      start(now, verdict);
    return verdict;
  }
  const auto leaves = leaves_at();
  if (leaves && now >= *leaves)
    finish(car, memory.visit->by.empty() ? End::left : End::forgotten, *memory.inspection_ended, {}, now,
           verdict);
  else if (leaves)
    verdict.look(*leaves);
  return verdict;
}

bool Maintenance::begin(const CarState& car, const Said& said, Moment now, Verdict& verdict) {
  if (memory.visit && !memory.visit->by.empty()) return false;
  if (!memory.visit)
    memory.visit = Visit{.began = now, .signed_in = {}, .by = {}, .kind = {}, .told = false, .seen = {}};
  if (!car.inspection().yes()) memory.inspection_ended = now;
  memory.visit->signed_in = now;
  memory.visit->by = said.by;
  memory.visit->kind = said.kind;
  start(now, verdict);
  return true;
}

bool Maintenance::end(const CarState& car, const Said& said, Moment now, Verdict& verdict) {
  if (visit() == nullptr) return false;
  memory.visit->by = said.by;
  finish(car, End::said, now, said.items, now, verdict);
  return true;
}

/// Told once more when somebody signs in for what inspection mode told of.
void Maintenance::start(Moment now, Verdict& verdict) {
  const Visit& visit = *memory.visit;
  VisitEvidence evidence;
  evidence.by = visit.by;
  evidence.kind = visit.kind;
  evidence.began = visit.began;
  evidence.last_visit = memory.last;
  memory.visit->told = true;
  verdict.events.push_back(noted(EventType::maintenance_started, std::move(evidence), visit.began, now));
  if (const auto leaves = leaves_at()) verdict.look(*leaves);
}

void Maintenance::finish(const CarState& car, End why, Moment ended, std::vector<std::string> items,
                         Moment now, Verdict& verdict) {
  VisitEvidence told = evidence(car, now);
  told.ended_by = why;
  told.ended = ended;
  told.items = std::move(items);
  if (told.counts) {
    memory.last = ended;
    memory.last_kind = told.kind;
  }
  verdict.events.push_back(noted(EventType::maintenance_ended, std::move(told), memory.visit->began, now));
  memory.visit.reset();
  memory.inspection_ended.reset();
}

VisitEvidence Maintenance::evidence(const CarState& car, Moment now) const {
  VisitEvidence evidence;
  if (!memory.visit) return evidence;
  evidence.by = memory.visit->by;
  evidence.kind = memory.visit->kind;
  evidence.began = memory.visit->began;
  evidence.last_visit = memory.last;
  evidence.inspection = memory.watch.inspection(memory.visit->seen, now);
  evidence.seen = VisitWatch::seen(car, memory.visit->seen);
  evidence.evidenced = evidenced(car, now);
  evidence.counts = evidence.evidenced || !car.bound(Signal::service_mode);
  return evidence;
}

std::optional<Moment> Maintenance::leaves_at() const {
  if (!memory.inspection_ended) return std::nullopt;
  if (memory.visit->by.empty()) return *memory.inspection_ended + rules_.left;
  return std::max(*memory.inspection_ended, memory.visit->signed_in) + rules_.forgotten;
}

bool Maintenance::evidenced(const CarState& car, Moment now) const {
  constexpr auto runs = static_cast<std::size_t>(VisitEvidence::Sign::runs_in_inspection);
  const VisitWatch::Memory& seen = memory.visit->seen;
  const bool ran = seen.counts.size() > runs && seen.counts[runs] > 0;
  return car.bound(Signal::service_mode) && (memory.watch.inspection(seen, now) >= rules_.evidence || ran);
}

}  // namespace liftbox
