#include "agent/elevator/detectors/maintenance_overdue.hpp"

namespace liftbox {

void MaintenanceOverdue::wall(const WallTold& told) {
  if (told.set && !memory.watched_since) memory.watched_since = told.at;
}

void MaintenanceOverdue::visited(Moment ended) {
  memory.last_visit = ended;
  memory.told.reset();
}

std::optional<Moment> MaintenanceOverdue::due() const {
  const auto since = memory.last_visit ? memory.last_visit : memory.watched_since;
  if (!since) return std::nullopt;
  return *since + std::chrono::days{rules_.overdue_days};
}

Verdict MaintenanceOverdue::observe(const CarState& /*car*/, Moment now) {
  Verdict verdict;
  const auto overdue = due();
  if (!overdue) return verdict;
  const Moment tell_at = memory.told ? *memory.told + std::chrono::days{1} : *overdue;
  if (now < tell_at) {
    verdict.look(tell_at);
    return verdict;
  }
  if (memory.visiting && now < *memory.visiting + std::chrono::days{1}) {
    verdict.look(*memory.visiting + std::chrono::days{1});
    return verdict;
  }
  memory.told = now;
  verdict.look(now + std::chrono::days{1});
  const auto days = std::chrono::floor<std::chrono::days>(now - *overdue).count() + rules_.overdue_days;
  verdict.events.push_back({.type = EventType::maintenance_overdue,
                            .phase = Phase::noted,
                            .at = now,
                            .since = *overdue,
                            .confidence = Confidence::certain,
                            .subject = {},
                            .evidence = OverdueEvidence{memory.last_visit, static_cast<int>(days)}});
  return verdict;
}

}  // namespace liftbox
