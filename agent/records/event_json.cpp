#include "agent/records/event_json.hpp"

#include <nlohmann/json.hpp>

namespace liftbox {
namespace {

using nlohmann::json;

/// Each kind of evidence as an object with the names of its members.
struct EvidenceWriter {
  const MomentJson& moment;

  json operator()(const std::monostate& /*nothing*/) const { return json::object(); }

  json operator()(const EntrapmentEvidence& e) const {
    json out{{"place", name(e.place)}, {"occupancy", name(e.occupancy)}, {"alarm_button", e.alarm_button},
             {"attempt", e.attempt},   {"stopped", moment(e.stopped)},   {"with_open", json::array()}};
    for (const EventType fault : e.with_open) out["with_open"].push_back(name(fault));
    if (e.mains_lost) out["power"] = "lost";
    put(out, "suspected", e.suspected);
    put(out, "confirmed", e.confirmed);
    put(out, "acknowledged", e.acknowledged);
    put(out, "on_site", e.on_site);
    put(out, "released", e.released);
    put(out, "cleared", e.cleared);
    if (e.ended_by != EntrapmentEvidence::End::none) out["ended_by"] = name(e.ended_by);
    if (!e.acknowledged_by.empty()) out["acknowledged_by"] = e.acknowledged_by;
    if (e.self_released) out["self_released"] = true;
    return out;
  }

  json operator()(const AlarmButtonEvidence& e) const {
    return {{"why", name(e.why)}, {"pressed", moment(e.pressed)}};
  }

  json operator()(const DoorEvidence& e) const {
    return {{"why", name(e.why)}, {"reopenings", e.reopenings}};
  }

  json operator()(const MovementEvidence& e) const {
    json out{{"left_zone", e.left_zone}};
    if (e.speed_mm_s) out["speed_mm_s"] = *e.speed_mm_s;
    return out;
  }

  json operator()(const RunTimeEvidence& e) const {
    return {{"limit_ms", e.limit.count()}, {"learned", e.learned}};
  }

  json operator()(const PositionEvidence& e) const {
    if (e.why == PositionEvidence::Why::floor_unknown) return {{"why", name(e.why)}};
    return {{"why", name(e.why)}, {"from", e.from}, {"to", e.to}};
  }

  json operator()(const RestartEvidence& e) const {
    if (e.controller_fault == 0) return {{"why", "driven_and_stands"}};
    return {{"why", "controller_fault"}, {"controller_fault", e.controller_fault}};
  }

  json operator()(const SpeedEvidence& e) const {
    return {{"speed_mm_s", e.speed_mm_s}, {"rated_mm_s", e.rated_mm_s}};
  }

  json operator()(const OutageEvidence& e) const {
    return {{"last_run", moment(e.last_run)}, {"runs_before", e.runs_before}};
  }

  json operator()(const BrakeEvidence& e) const { return {{"why", name(e.why)}, {"arms", e.arms}}; }

  json operator()(const BrakeTimesEvidence& e) const {
    return {{"time", kind(e.release)},
            {"arms", e.arms},
            {"limit_ms", e.limit.count()},
            {e.arms.size() > 1 ? "differences_ms" : "times_ms", e.times_ms}};
  }

  json operator()(const BrakeTrendEvidence& e) const {
    json out{{"why", name(e.why)},           {"arm", e.arm},
             {"time", kind(e.release)},      {"start", e.cold ? "cold" : "warm"},
             {"baseline_ms", e.baseline_ms}, {"latest_ms", e.latest_ms}};
    if (e.why == BrakeTrendEvidence::Why::sticks) out["sticking_cycles"] = e.sticking_cycles;
    return out;
  }

  json operator()(const SensorEvidence& e) const { return {{"why", name(e.why)}, {"count", e.count}}; }

  json operator()(const ModeEvidence& e) const { return {{"from", name(e.from)}, {"to", name(e.to)}}; }

  json operator()(const SwallowedEvidence& e) const { return {{"swallowed_by", name(e.by)}}; }

  json operator()(const SourceEvidence& e) const { return {{"source", e.source}}; }

  json operator()(const BoxEvidence& e) const {
    json out = json::object();
    for (const auto& [key, text] : e.texts) out[key] = text;
    return out;
  }

  static const char* kind(bool release) { return release ? "release" : "set"; }

  void put(json& out, const char* key, const std::optional<Moment>& at) const {
    if (at) out[key] = moment(*at);
  }
};

}  // namespace

json evidence_json(const Evidence& evidence, const MomentJson& moment) {
  return std::visit(EvidenceWriter{moment}, evidence);
}

json snapshot_json(std::span<const SignalState> snapshot, Moment at) {
  json out = json::object();
  for (const SignalState& state : snapshot) {
    const bool good = state.quality == Quality::good;
    out[std::string{name(state.signal)}] = {{"value", good ? value_json(state.signal, state.value) : json{}},
                                            {"age_ms", (at - state.read_at).count()},
                                            {"quality", name(state.quality)}};
  }
  return out;
}

json value_json(Signal signal, Value value) {
  switch (info(signal).type) {
    case SignalType::boolean:
      return value != 0;
    case SignalType::enumeration:
      return format(signal, value);
    case SignalType::number:
      break;
  }
  return value;
}

}  // namespace liftbox
