#include "agent/daemon/payloads.hpp"

#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"
#include "agent/records/event_json.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/sha256.hpp"
#include "agent/records/telemetry.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

json kleene_json(Kleene is) {
  return is == Kleene::unknown ? json{} : json(is == Kleene::yes);
}

json signal_json(const CarState& car, Signal signal) {
  const auto value = car.value(signal);
  return value ? value_json(signal, *value) : json{};
}

json number_json(const CarState& car, Signal signal) {
  const auto value = car.value(signal);
  return value ? json(*value) : json{};
}

json hashes_json(const SiteConfig& site) {
  json hashes = json::object();
  for (const ConfigFile& file : site.files) hashes[file.role] = to_hex(sha256(file.text));
  return hashes;
}

std::string unit_of(const SiteConfig& site, const TelemetrySignal& told) {
  if (told.signal) return std::string{info(*told.signal).unit};
  for (const modbus::Unit& unit : site.controller->units)
    for (const modbus::CustomRegister& custom : unit.registers.custom)
      if (custom.name == told.name) return custom.unit;
  return {};
}

/// What a value of telemetry is of, so that no message has to say it.
json telemetry_json(const SiteConfig& site) {
  json all = json::object();
  for (const TelemetrySignal& told : site.telemetry->signals)
    all[told.name] = {{"unit", unit_of(site, told)},
                      {"deadband", content_json(TelemetryValue::Content{told.deadband})},
                      {"refresh_s", told.refresh.count() / 1000}};
  return all;
}

json occupied_json(Occupancy occupancy) {
  return occupancy == Occupancy::unknown ? json{} : json(occupancy == Occupancy::occupied);
}

json door_json(const CarState& car) {
  if (car.shut().unknown()) return {};
  if (car.shut().yes()) return "shut";
  return car.open().yes() ? "open" : "between";
}

/// As the region numbers it; the names of the trade are numbered as GB/T 24476 has them.
int mode_number(const CodeTable& codes, ServiceMode mode) {
  const auto found = codes.service_modes.find(std::string{name(mode)});
  const bool numbered = found != codes.service_modes.end() && found->second.number;
  return numbered ? *found->second.number : static_cast<int>(mode);
}

json state_json(const CarState& car, const Journal& journal) {
  json incidents = json::array();
  for (const OpenIncident& open : journal.open_incidents)
    incidents.push_back({{"incident", open.id}, {"type", name(open.type)}, {"phase", name(open.phase)}});
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(car.motion().memory.running_time);
  return {{"v", 1},
          {"Service_Mode", mode_number(journal.codes(), car.mode())},
          {"Car_Status", kleene_json(car.moving().is)},
          {"Car_Direction", number_json(car, Signal::car_direction)},
          {"Door_Zone", kleene_json(car.in_zone().is)},
          {"Car_Position", number_json(car, Signal::floor)},
          {"Door_Status", kleene_json(car.shut().is)},
          {"Passenger_Status", occupied_json(car.occupancy())},
          {"Total_Running_Time", hours.count()},
          {"Present_Counter_Value", car.motion().memory.completed_runs},
          {"incidents", incidents}};
}

}  // namespace

json identity_json(const SiteConfig& site, std::span<const SourceBindings> sources,
                   const std::optional<std::string>& seal_key) {
  json signals = json::object();
  for (const SourceBindings& source : sources)
    for (const Binding& binding : source.bindings) signals[std::string{name(binding.signal)}] = source.source;
  json lift{{"registration_code", site.lift.registration_code},
            {"use_registration", site.lift.use_registration},
            {"traceability_code", site.lift.traceability_code},
            {"rescue_number", site.lift.rescue_number},
            {"address", site.lift.address},
            {"brand", site.lift.brand},
            {"brake_model", site.lift.brake_model},
            {"brake_type", name(site.facts.brake.type)},
            {"maintenance_firm", site.lift.maintenance_firm}};
  if (site.facts.rated_speed_mm_s) lift["rated_speed_mm_s"] = *site.facts.rated_speed_mm_s;
  if (site.facts.landings) lift["landings"] = *site.facts.landings;
  json identity{
      {"v", 1},
      {"device", site.device},
      {"version", LIFTBOX_VERSION},
      {"lift", lift},
      {"board", site.board.name},
      {"controller", site.controller ? json(site.controller->units.front().registers.name) : json{}},
      {"region", site.codes.region},
      {"seal_key", seal_key ? json(*seal_key) : json{}},
      {"hashes", hashes_json(site)},
      {"signals", signals}};
  if (site.telemetry) identity["telemetry"] = telemetry_json(site);
  return identity;
}

std::string status_text(const Stamp& now, bool online) {
  return json{{"v", 1},
              {"online", online},
              {"since", format_rfc3339(now.wall_ms, now.utc_offset_min)},
              {"version", LIFTBOX_VERSION}}
      .dump();
}

Delivery::StateText state_text(const Pipeline& pipeline, Seq low) {
  json state = state_json(pipeline.lift().car(), pipeline.journal());
  state["low"] = low;
  if (const std::string& trouble = pipeline.store_trouble(); !trouble.empty())
    state["degraded"] = to_utf8(trouble);
  std::string content = state.dump();
  const Stamp now = pipeline.stamp();
  state["time"] = format_rfc3339(now.wall_ms, now.utc_offset_min);
  state["clock"] = now.clock;
  return {std::move(content), state.dump()};
}

json car_json(const CarState& car) {
  return {{"service_mode", name(car.mode())},
          {"moving", kleene_json(car.moving().is)},
          {"direction", signal_json(car, Signal::car_direction)},
          {"floor", signal_json(car, Signal::floor)},
          {"position_mm", signal_json(car, Signal::car_position)},
          {"speed_mm_s", signal_json(car, Signal::car_speed)},
          {"door", door_json(car)},
          {"door_zone", kleene_json(car.in_zone().is)},
          {"occupancy", name(car.occupancy())}};
}

json incidents_json(const Journal& journal, const Stamp& stamp) {
  json out = json::array();
  for (const OpenIncident& open : journal.open_incidents)
    out.push_back({{"incident", open.id},
                   {"type", name(open.type)},
                   {"subject", open.subject},
                   {"phase", name(open.phase)},
                   {"severity", name(open.severity)},
                   {"confidence", name(open.confidence)},
                   {"since", format_rfc3339(open.since_ms, stamp.utc_offset_min)},
                   {"age_s", (stamp.wall_ms - open.since_ms) / 1000},
                   {"acknowledged", open.acknowledged}});
  return out;
}

/// What the controller's manual calls the fault that it shows.
json meaning_json(const SiteConfig& site, std::optional<Value> fault) {
  if (!site.controller || !fault) return {};
  for (const modbus::Unit& unit : site.controller->units)
    if (const auto found = unit.registers.faults.find(*fault); found != unit.registers.faults.end())
      return found->second.what;
  return {};
}

json signals_json(const CarState& car, const SiteConfig& site, Moment now) {
  json out = json::array();
  for (const SignalInfo& about : all_signals()) {
    const SignalState& state = car.state(about.signal);
    json entry{{"name", about.name}, {"unit", about.unit}, {"value", signal_json(car, about.signal)}};
    entry["quality"] = state.bound ? json(name(state.quality)) : json("unbound");
    entry["age_ms"] = state.bound ? json((now - state.read_at).count()) : json{};
    if (about.signal == Signal::controller_fault)
      entry["meaning"] = meaning_json(site, car.value(about.signal));
    entry["source"] = state.bound ? json(car.sources()[state.source].name) : json{};
    out.push_back(entry);
  }
  return out;
}

}  // namespace liftbox
