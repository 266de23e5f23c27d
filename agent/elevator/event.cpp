#include "agent/elevator/event.hpp"

#include <algorithm>
#include <array>

namespace liftbox {
namespace {

constexpr std::array<std::string_view, event_type_count> type_names{
    "entrapment",
    "incident_cause",
    "alarm_button",
    "alarm_button_filtered",
    "safety_chain_open",
    "door_close_fault",
    "door_open_fault",
    "stopped_outside_door_zone",
    "unintended_movement",
    "run_time_limiter",
    "position_lost",
    "restart_prevented",
    "door_open_while_moving",
    "overtravel_top",
    "overtravel_bottom",
    "overspeed",
    "mains_lost",
    "prolonged_outage",
    "brake_not_released",
    "brake_not_set",
    "brake_drag",
    "brake_slip",
    "brake_slow",
    "brake_asymmetry",
    "brake_degrading",
    "brake_maintained",
    "brake_verified",
    "mode_normal",
    "mode_out_of_service",
    "mode_inspection",
    "mode_fire_return",
    "mode_firefighter",
    "mode_emergency_power",
    "mode_earthquake",
    "sensor_conflict",
    "sensor_stuck",
    "sensor_bouncing",
    "source_lost",
    "power_lost",
    "battery_low",
    "tamper",
    "clock_stepped",
    "self_test",
    "inspection_due",
    "inspection_done",
    "maintenance_started",
    "maintenance_ended",
    "maintenance_overdue",
    "held_back",
    "started",
    "stopped",
    "configuration_changed",
    "command_refused",
    "certificate_ending",
    "telemetry_lost",
    "records_dropped",
    "store_degraded",
    "flash_budget_exceeded",
    "seal",
};
constexpr std::array<std::string_view, 8> phase_names{"raised",  "suspected", "confirmed", "acknowledged",
                                                      "on_site", "released",  "cleared",   "noted"};
constexpr std::array<std::string_view, 3> severity_names{"alarm", "fault", "notice"};
constexpr std::array<std::string_view, 3> confidence_names{"certain", "possible", "low"};
constexpr std::array<std::string_view, 2> place_names{"outside_zone", "in_zone"};
constexpr std::array<std::string_view, 8> end_names{"none",     "moved", "door_opened", "left_zone",
                                                    "disarmed", "empty", "time",        "technician"};
constexpr std::array<std::string_view, 6> button_names{"pressed",   "door_open_in_zone",  "moving",
                                                       "held_long", "no_door_after_stop", "released"};
constexpr std::array<std::string_view, 4> door_names{"not_shut", "reopened", "commanded", "occupied"};
constexpr std::array<std::string_view, 2> position_names{"floor_unknown", "jumped"};
constexpr std::array<std::string_view, 5> brake_names{"late", "dropped", "drags", "slips", "creeps"};
constexpr std::array<std::string_view, 2> trend_names{"grows", "sticks"};
constexpr std::array<std::string_view, 6> sensor_names{
    "open_and_closed", "zone_never_changes",  "moves_without_command", "unchanged",
    "bounces",         "open_in_closed_chain"};
constexpr std::array<std::string_view, 3> result_names{"absent", "good", "bad"};
constexpr std::array<std::string_view, 4> visit_end_names{"none", "said", "left", "forgotten"};
constexpr std::array<std::string_view, VisitEvidence::sign_count> sign_names{
    "runs_in_inspection",  "doors_opened_outside_zone", "brake_operated",      "brake_opened_by_hand",
    "safety_chain_opened", "alarm_button_tested",       "final_limit_reached", "mains_switched_off"};

template <class Names, class Enum>
std::string_view at(const Names& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name(EventType type) {
  return at(type_names, type);
}
std::string_view name(Phase phase) {
  return at(phase_names, phase);
}
std::string_view name(Severity severity) {
  return at(severity_names, severity);
}
std::string_view name(Confidence confidence) {
  return at(confidence_names, confidence);
}
std::string_view name(EntrapmentEvidence::Place place) {
  return at(place_names, place);
}
std::string_view name(EntrapmentEvidence::End end) {
  return at(end_names, end);
}
std::string_view name(AlarmButtonEvidence::Why why) {
  return at(button_names, why);
}
std::string_view name(DoorEvidence::Why why) {
  return at(door_names, why);
}
std::string_view name(PositionEvidence::Why why) {
  return at(position_names, why);
}
std::string_view name(BrakeEvidence::Why why) {
  return at(brake_names, why);
}

std::string_view name(BrakeTrendEvidence::Why why) {
  return at(trend_names, why);
}

std::string_view name(SensorEvidence::Why why) {
  return at(sensor_names, why);
}

std::string_view name(SelfTestEvidence::Result result) {
  return at(result_names, result);
}

std::vector<std::string> SelfTestEvidence::bad() const {
  std::vector<std::string> names;
  const auto look_at = [&](Result result, const char* part) {
    if (result == Result::bad) names.emplace_back(part);
  };
  look_at(sources, "sources");
  look_at(store, "store");
  look_at(broker, "broker");
  look_at(receipts, "receipts");
  look_at(battery, "battery");
  look_at(watchdog, "watchdog");
  return names;
}

std::string_view name(VisitEvidence::End end) {
  return at(visit_end_names, end);
}

std::string_view name(VisitEvidence::Sign sign) {
  return at(sign_names, sign);
}

std::optional<EventType> find_event_type(std::string_view name) {
  const auto* const found = std::find(type_names.begin(), type_names.end(), name);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<EventType>(found - type_names.begin());
}

std::vector<std::string> event_type_names() {
  return {type_names.begin(), type_names.end()};
}

Severity severity(EventType type, Phase phase) {
  switch (type) {
    case EventType::entrapment:
      return phase == Phase::suspected ? Severity::notice : Severity::alarm;
    case EventType::alarm_button:
    case EventType::unintended_movement:
    case EventType::overtravel_top:
    case EventType::overtravel_bottom:
    case EventType::brake_not_set:
      return Severity::alarm;
    case EventType::safety_chain_open:
    case EventType::door_close_fault:
    case EventType::door_open_fault:
    case EventType::stopped_outside_door_zone:
    case EventType::run_time_limiter:
    case EventType::position_lost:
    case EventType::restart_prevented:
    case EventType::door_open_while_moving:
    case EventType::overspeed:
    case EventType::mains_lost:
    case EventType::prolonged_outage:
    case EventType::brake_not_released:
    case EventType::brake_drag:
    case EventType::brake_slip:
    case EventType::brake_slow:
    case EventType::brake_asymmetry:
    case EventType::brake_degrading:
    case EventType::sensor_conflict:
    case EventType::sensor_stuck:
    case EventType::sensor_bouncing:
    case EventType::source_lost:
    case EventType::power_lost:
    case EventType::store_degraded:
      return Severity::fault;
    default:
      return Severity::notice;
  }
}

Evidence::Evidence() = default;
Evidence::Evidence(const Evidence& other) = default;
Evidence::Evidence(Evidence&& other) noexcept = default;
Evidence& Evidence::operator=(const Evidence& other) = default;
Evidence& Evidence::operator=(Evidence&& other) noexcept = default;
Evidence::~Evidence() = default;

}  // namespace liftbox
