#include "agent/elevator/statistics/service_clock.hpp"

#include <algorithm>
#include <array>

namespace liftbox {
namespace {

/// How the rescue went; nothing of one that was not confirmed.
void count_rescue(const EntrapmentEvidence& evidence, Counts& into) {
  if (!evidence.confirmed || !evidence.rescue) return;
  const RescueTimes& rescue = *evidence.rescue;
  if (evidence.acknowledged)
    into[Timing::rescue_acknowledged].count(*evidence.acknowledged - *evidence.confirmed);
  if (rescue.arrival) into[Timing::rescue_on_site].count(*rescue.arrival);
  if (rescue.shut_in) into[Timing::rescue_released].count(*rescue.shut_in);
  if (rescue.release) into[Timing::rescue_work].count(*rescue.release);
  if (rescue.answered_in_time)
    ++into[*rescue.answered_in_time ? Counter::rescues_answered_in_time : Counter::rescues_answered_late];
  if (rescue.reached_in_time)
    ++into[*rescue.reached_in_time ? Counter::rescues_reached_in_time : Counter::rescues_reached_late];
  if (evidence.self_released) ++into[Counter::self_released];
}

void count_visit(const Event& event, Counts& into) {
  ++into[Counter::visits];
  const auto* const visit = std::get_if<VisitEvidence>(&event.evidence);
  if (visit != nullptr && visit->evidenced) ++into[Counter::visits_evidenced];
}

Counter counter_of(ServiceMode mode) {
  constexpr std::array counters{Counter::out_of_service_ms, Counter::normal_ms,
                                Counter::inspection_ms,     Counter::fire_return_ms,
                                Counter::firefighter_ms,    Counter::emergency_power_ms,
                                Counter::earthquake_ms,     Counter::mode_unknown_ms};
  return counters.at(static_cast<std::size_t>(mode));
}

}  // namespace

bool stops_service(EventType type) {
  constexpr std::array stopping{
      EventType::entrapment,
      EventType::safety_chain_open,
      EventType::door_close_fault,
      EventType::door_open_fault,
      EventType::stopped_outside_door_zone,
      EventType::unintended_movement,
      EventType::run_time_limiter,
      EventType::position_lost,
      EventType::restart_prevented,
      EventType::door_open_while_moving,
      EventType::overtravel_top,
      EventType::overtravel_bottom,
      EventType::overspeed,
      EventType::mains_lost,
      EventType::brake_not_released,
      EventType::brake_not_set,
  };
  return std::find(stopping.begin(), stopping.end(), type) != stopping.end();
}

void ServiceClock::pass(Moment now, Counts& into) {
  if (memory.passed_until && now > *memory.passed_until) {
    const std::int64_t passed = (now - *memory.passed_until).count();
    into[Counter::watched_ms] += passed;
    into[memory.mode] += passed;
    into[memory.service] += passed;
  }
  memory.passed_until = now;
}

void ServiceClock::hear(const Event& event, Counts& into) {
  if (event.type == EventType::maintenance_ended) count_visit(event, into);
  const Open incident{event.type, event.subject};
  const auto open = std::find(memory.open.begin(), memory.open.end(), incident);
  if (event.phase == Phase::cleared) {
    if (open == memory.open.end()) return;
    memory.open.erase(open);
    if (const auto* rescue = std::get_if<EntrapmentEvidence>(&event.evidence)) count_rescue(*rescue, into);
    return;
  }
  const bool begins = event.phase == Phase::raised || event.phase == Phase::confirmed;
  if (!begins || severity(event.type, event.phase) == Severity::notice || open != memory.open.end()) return;
  memory.open.push_back(incident);
  ++into.incidents[std::string{name(event.type)}];
  if (event.type == EventType::entrapment)
    count_entrapment(event.at, into);
  else if (stops_service(event.type))
    ++into[Counter::faults];
}

void ServiceClock::count_entrapment(Moment at, Counts& into) {
  ++into[Counter::entrapments];
  const auto repeats = std::chrono::hours{24} * rules_.repeat_days;
  if (memory.last_entrapment && at - *memory.last_entrapment < repeats) ++into[Counter::repeat_entrapments];
  memory.last_entrapment = at;
}

void ServiceClock::observe(const CarState& car) {
  const ServiceMode mode = car.mode();
  memory.mode = counter_of(mode);
  const std::vector<CarState::Source>& sources = car.sources();
  const bool silent = std::all_of(sources.begin(), sources.end(), [](const CarState::Source& source) {
    return source.silent_since.has_value();
  });
  const bool stopped = std::any_of(memory.open.begin(), memory.open.end(),
                                   [](const Open& incident) { return stops_service(incident.type); });
  const bool other_mode = mode != ServiceMode::normal && mode != ServiceMode::unknown;
  memory.service = other_mode || stopped ? Counter::unavailable_ms
                   : silent              ? Counter::unknown_ms
                                         : Counter::available_ms;
}

}  // namespace liftbox
