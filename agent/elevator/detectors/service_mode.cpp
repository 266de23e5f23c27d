#include "agent/elevator/detectors/service_mode.hpp"

namespace liftbox {
namespace {

EventType event_of(ServiceMode mode) {
  switch (mode) {
    case ServiceMode::out_of_service:
      return EventType::mode_out_of_service;
    case ServiceMode::inspection:
      return EventType::mode_inspection;
    case ServiceMode::fire_return:
      return EventType::mode_fire_return;
    case ServiceMode::firefighter:
      return EventType::mode_firefighter;
    case ServiceMode::emergency_power:
      return EventType::mode_emergency_power;
    case ServiceMode::earthquake:
      return EventType::mode_earthquake;
    case ServiceMode::normal:
    case ServiceMode::unknown:
      break;
  }
  return EventType::mode_normal;
}

}  // namespace

Verdict ServiceModeChange::observe(const CarState& car, Moment now) {
  Verdict verdict;
  const ServiceMode mode = car.mode();
  if (mode == ServiceMode::unknown || mode == memory.last_known) return verdict;
  if (memory.last_known == ServiceMode::unknown) {
    memory.last_known = mode;
    return verdict;
  }
  if (!verdict.lasted({Kleene::yes, car.mode_since(), now}, lasting_, now)) return verdict;
  verdict.events.push_back({.type = event_of(mode),
                            .phase = Phase::noted,
                            .at = now,
                            .since = car.mode_since(),
                            .confidence = Confidence::certain,
                            .subject = {},
                            .evidence = ModeEvidence{memory.last_known, mode}});
  memory.last_known = mode;
  return verdict;
}

}  // namespace liftbox
