#include "drivers/simulated/worn/incident.hpp"

#include <algorithm>

namespace liftbox::worn {
namespace {

constexpr std::array<std::string_view, incident_count> incident_names{"stop_by_safety_chain",
                                                                      "stop_by_door_lock",
                                                                      "stop_by_drive_fault",
                                                                      "stop_by_encoder",
                                                                      "stop_by_power_cut",
                                                                      "stop_ard_fails",
                                                                      "shut_in_door_dead",
                                                                      "shut_in_door_silent",
                                                                      "shut_in_no_start",
                                                                      "stop_in_fire_return",
                                                                      "stop_in_emergency_power",
                                                                      "stop_in_earthquake",
                                                                      "stop_bus_dead_before",
                                                                      "stop_bus_dies_later",
                                                                      "stop_presence_dead",
                                                                      "stop_silent_passenger",
                                                                      "stop_several_persons",
                                                                      "short_stop",
                                                                      "empty_stop",
                                                                      "empty_stop_after_vandal",
                                                                      "power_cut_ard_fetches",
                                                                      "power_cut_standing",
                                                                      "door_does_not_close",
                                                                      "door_does_not_open_empty",
                                                                      "door_held_by_furniture",
                                                                      "door_reopens",
                                                                      "door_opens_in_motion",
                                                                      "unintended_movement",
                                                                      "drifts_off_its_brake",
                                                                      "overspeed",
                                                                      "overtravel",
                                                                      "motor_without_movement",
                                                                      "floor_count_lost",
                                                                      "restart_prevented",
                                                                      "brake_not_released",
                                                                      "brake_not_set",
                                                                      "brake_drag",
                                                                      "brake_slip",
                                                                      "brake_wears",
                                                                      "brake_sticks",
                                                                      "fire_return",
                                                                      "firefighter",
                                                                      "emergency_power",
                                                                      "earthquake",
                                                                      "out_of_service",
                                                                      "technician_visit",
                                                                      "bed_transport",
                                                                      "vandal_calls",
                                                                      "bus_dead",
                                                                      "register_frozen",
                                                                      "register_unreadable",
                                                                      "switch_stuck",
                                                                      "presence_dead",
                                                                      "presence_stuck",
                                                                      "load_cell_off",
                                                                      "clock_steps",
                                                                      "box_unplugged",
                                                                      "box_battery_old",
                                                                      "box_opened",
                                                                      "maintenance_skipped"};

}  // namespace

std::string_view name(Incident incident) {
  return incident_names.at(static_cast<std::size_t>(incident));
}

std::optional<Incident> find_incident(std::string_view name) {
  const auto* const found = std::find(incident_names.begin(), incident_names.end(), name);
  if (found == incident_names.end()) return std::nullopt;
  return static_cast<Incident>(found - incident_names.begin());
}

}  // namespace liftbox::worn
