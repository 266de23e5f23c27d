#include "agent/records/event_json.hpp"

#include <nlohmann/json.hpp>

#include "agent/elevator/date.hpp"
#include "agent/records/brake_json.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

/// Each kind of evidence as an object with the names of its members.
struct EvidenceWriter {
  const RecordTerms& terms;

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
    put(out, "acknowledged_by", e.acknowledged_by);
    put(out, "on_site_by", e.on_site_by);
    put(out, "closed_by", e.closed_by);
    if (e.self_released) out["self_released"] = true;
    if (e.off_for_unknown_time) out["off_for_unknown_time"] = true;
    if (!e.causes.empty()) out["causes"] = causes(e.causes);
    if (e.rescue) out["rescue"] = rescue(*e.rescue);
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

  json operator()(const BrakeWorkEvidence& e) const { return brake_evidence_json(e); }

  json operator()(const BrakeVerdictEvidence& e) const { return brake_evidence_json(e); }

  json operator()(const SensorEvidence& e) const { return {{"why", name(e.why)}, {"count", e.count}}; }

  json operator()(const ModeEvidence& e) const { return {{"from", name(e.from)}, {"to", name(e.to)}}; }

  json operator()(const SwallowedEvidence& e) const { return {{"swallowed_by", name(e.by)}}; }

  json operator()(const SourceEvidence& e) const { return {{"source", e.source}}; }

  json operator()(const BatteryEvidence& e) const {
    return e.battery_mv ? json{{"battery_mv", *e.battery_mv}} : json::object();
  }

  json operator()(const ClockEvidence& e) const {
    return {{"from", format_rfc3339(e.from_ms, e.utc_offset_min)},
            {"to", format_rfc3339(e.to_ms, e.utc_offset_min)},
            {"step_ms", e.to_ms - e.from_ms}};
  }

  json operator()(const SelfTestEvidence& e) const {
    json out{{"passed", e.passed()},        {"sources", name(e.sources)},   {"store", name(e.store)},
             {"broker", name(e.broker)},    {"receipts", name(e.receipts)}, {"battery", name(e.battery)},
             {"watchdog", name(e.watchdog)}};
    if (!e.silent_sources.empty()) out["silent_sources"] = e.silent_sources;
    if (e.battery_mv) out["battery_mv"] = *e.battery_mv;
    if (e.interval) out["interval_ms"] = e.interval->count();
    if (e.while_on_only) out["interval_counts"] = "while_on_only";
    put(out, "by", e.asked_by);
    return out;
  }

  json operator()(const InspectionEvidence& e) const {
    json out{{"next", format(e.next)}};
    if (e.last) out["last"] = format(*e.last);
    if (e.days_left >= 0) {
      out["days_left"] = e.days_left;
    } else {
      out["days_overdue"] = -e.days_left;
      out["trips_overdue"] = e.trips_overdue;
    }
    return out;
  }

  json operator()(const VisitEvidence& e) const {
    json out{{"told_by", e.by.empty() ? "inspection_mode" : "sign_in"}, {"began", moment(e.began)}};
    put(out, "by", e.by);
    put(out, "kind", e.kind);
    put(out, "last_visit", e.last_visit);
    out["since_last"] = {{"runs", number(e.since_last.runs)},
                         {"starts", number(e.since_last.starts)},
                         {"faults", number(e.since_last.faults)}};
    if (e.seen.empty()) return out;
    out["inspection_ms"] = e.inspection.count();
    for (const VisitEvidence::Count& one : e.seen) out[std::string{name(one.sign)}] = number(one.times);
    out["evidenced"] = e.evidenced;
    out["counts"] = e.counts;
    if (!e.ended) return out;
    put(out, "ended", e.ended);
    out["ended_by"] = name(e.ended_by);
    out["items"] = e.items;
    return out;
  }

  json operator()(const OverdueEvidence& e) const {
    json out{{"days", e.days}};
    put(out, "last_visit", e.last_visit);
    return out;
  }

  json operator()(const HeldBackEvidence& e) const {
    json out{{"rule", name(e.rule)}, {"reason", e.reason}, {"number", e.number}};
    if (!e.by.empty()) out["by"] = e.by;
    return out;
  }

  json operator()(const CauseSaidEvidence& e) const {
    json out{{"code", e.code}, {"suggested", e.suggested}, {"by", e.by}};
    if (!e.note.empty()) out["note"] = e.note;
    return out;
  }

  json operator()(const BoxEvidence& e) const {
    json out = json::object();
    for (const auto& [key, text] : e.texts) out[key] = text;
    return out;
  }

  template <class Number>
  static json number(const std::optional<Number>& value) {
    return value ? json(*value) : json{};
  }

  json causes(const std::vector<SuggestedCause>& all) const {
    json out = json::array();
    for (const SuggestedCause& one : all) {
      json signs = json::array();
      for (const CauseSign& sign : one.signs) signs.push_back(sign_json(sign));
      out.push_back({{"cause", name(one.cause)},
                     {"code", terms.code(one.cause)},
                     {"weight", one.weight},
                     {"signs", signs}});
    }
    return out;
  }

  json sign_json(const CauseSign& sign) const {
    if (sign.signal)
      return {{"signal", name(*sign.signal)},
              {"value", value_json(*sign.signal, sign.value)},
              {"time", moment(sign.at)}};
    json out{{"type", name(sign.incident)},
             {"incident", terms.incident(sign.incident, sign.subject)},
             {"time", moment(sign.at)}};
    if (!sign.subject.empty()) out["subject"] = sign.subject;
    return out;
  }

  static json rescue(const RescueTimes& times) {
    json out = json::object();
    const auto put_ms = [&](const char* key, const std::optional<Duration>& took) {
      if (took) out[key] = took->count();
    };
    put_ms("response_ms", times.response);
    put_ms("arrival_ms", times.arrival);
    put_ms("release_ms", times.release);
    put_ms("shut_in_ms", times.shut_in);
    if (times.answered_in_time) out["answered_in_time"] = *times.answered_in_time;
    if (times.reached_in_time) out["reached_in_time"] = *times.reached_in_time;
    return out;
  }

  json moment(Moment at) const { return terms.moment(at); }

  static const char* kind(bool release) { return release ? "release" : "set"; }

  void put(json& out, const char* key, const std::optional<Moment>& at) const {
    if (at) out[key] = moment(*at);
  }
  static void put(json& out, const char* key, const std::string& text) {
    if (!text.empty()) out[key] = text;
  }
};

}  // namespace

json evidence_json(const Evidence& evidence, const RecordTerms& terms) {
  return std::visit(EvidenceWriter{terms}, evidence);
}

json codes_json(const CodeTable& table, EventType type, std::string_view which_case) {
  json out = json::object();
  const CodeTable::Codes* const codes = table.find(type, which_case);
  if (codes == nullptr) return out;
  if (codes->gb24476) out["gb24476"] = *codes->gb24476;
  if (codes->bacnet) out["bacnet"] = *codes->bacnet;
  if (!table.extends.empty() && codes->number) out[table.region] = *codes->number;
  return out;
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
