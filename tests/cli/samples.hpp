#pragma once

#include <nlohmann/json.hpp>

/// What a daemon answers about a lift on a good day.
inline nlohmann::json good_day() {
  return nlohmann::json::parse(R"({
    "version": "0.1.0", "device": "LB-0001", "started": "2026-01-02T04:12:44.000+08:00", "uptime_s": 273600,
    "lift": {"registration_code": "31105000012345678901", "address": "朝阳路1号2号梯", "rescue_number": "96333"},
    "car": {"service_mode": "normal", "moving": true, "direction": "up", "floor": 3, "position_mm": 7250,
            "speed_mm_s": 1600, "door": "shut", "door_zone": false, "occupancy": "occupied"},
    "incidents": [],
    "sources": [
      {"name": "lines", "healthy": true, "detail": "10 lines at /run/liftbox/lines.sock",
       "counters": {"connections": 1, "edges": 4102, "malformed": 0}, "silent_s": null},
      {"name": "controller", "healthy": true, "detail": "RTU /dev/ttyS1 19200 8N1 unit 1",
       "counters": {"requests": 120411, "timeouts": 2, "crc_errors": 0}, "silent_s": 0}],
    "broker": {"enabled": true, "connected": true, "address": "mqtt://127.0.0.1:1883", "mqtt": "5",
               "since_s": 11520, "error": null, "retry_in_s": null, "in_flight": 0},
    "outbox": {"alarm": {"waiting": 0, "accepted": 0, "done": 3}, "fault": {"waiting": 0, "accepted": 1, "done": 7},
               "notice": {"waiting": 2, "accepted": 0, "done": 105}, "stats": {"waiting": 0, "accepted": 0, "done": 0},
               "low": 116, "sent": 118, "accepted": 116, "received": 115, "refused": 0},
    "store": {"path": "/var/lib/liftbox/store.db", "bytes": 1258291,
              "epoch": "7f3a41d2-9c1e-4b55-8d6e-0a1b2c3d4e5f", "seq": 118, "degraded": null},
    "clock": {"wall": "2026-01-05T08:12:44+08:00", "quality": "synced",
              "boot": "11111111-2222-4333-8444-555555555555"}
  })");
}

/// A passenger is trapped, the controller's cable is pulled and the broker is away.
inline nlohmann::json bad_day() {
  auto status = good_day();
  status["car"] = {{"service_mode", "normal"}, {"moving", nullptr},      {"direction", nullptr},
                   {"floor", nullptr},         {"position_mm", nullptr}, {"speed_mm_s", nullptr},
                   {"door", "shut"},           {"door_zone", false},     {"occupancy", "occupied"}};
  const std::string epoch = status["store"]["epoch"];
  status["incidents"] = {{{"incident", epoch + ":121"},
                          {"type", "source_lost"},
                          {"phase", "raised"},
                          {"severity", "fault"},
                          {"confidence", "certain"},
                          {"since", "2026-01-05T08:12:10.000+08:00"},
                          {"age_s", 34},
                          {"acknowledged", false}},
                         {{"incident", epoch + ":119"},
                          {"type", "entrapment"},
                          {"phase", "confirmed"},
                          {"severity", "alarm"},
                          {"confidence", "possible"},
                          {"since", "2026-01-05T08:00:04.000+08:00"},
                          {"age_s", 760},
                          {"acknowledged", false}}};
  auto& controller = status["sources"][1];
  controller["healthy"] = false;
  controller["silent_s"] = 64;
  controller["detail"] = "/dev/ttyS1: no answer from unit 1; check cable, baud rate and unit number";
  status["broker"]["connected"] = false;
  status["broker"]["since_s"] = 95;
  status["broker"]["error"] = "mqtt://127.0.0.1:1883: Connection refused; is the broker running?";
  status["broker"]["retry_in_s"] = 12;
  status["clock"]["quality"] = "unset";
  return status;
}

inline nlohmann::json record(const char* time, const char* severity, const char* type, const char* phase,
                             const char* incident, const nlohmann::json& evidence) {
  return {{"time", time},         {"severity", severity},    {"type", type},        {"phase", phase},
          {"incident", incident}, {"confidence", "certain"}, {"evidence", evidence}};
}

/// A rescue, from the first suspicion to its end.
inline std::vector<nlohmann::json> rescue() {
  const nlohmann::json trapped{{"place", "outside_zone"},
                               {"occupancy", "occupied"},
                               {"alarm_button", true},
                               {"attempt", false},
                               {"with_open", {"safety_chain_open"}},
                               {"stopped", "2026-01-05T08:00:04.000+08:00"}};
  auto suspected = trapped;
  suspected["alarm_button"] = false;
  suspected["with_open"] = nlohmann::json::array();
  auto acknowledged = trapped;
  acknowledged["acknowledged_by"] = "4711";
  auto cleared = trapped;
  cleared["released"] = "2026-01-05T08:14:09.000+08:00";
  cleared["ended_by"] = "empty";
  return {
      record("2026-01-04T23:59:58.000+08:00", "notice", "mode_normal", "noted", "e:117",
             {{"from", "inspection"}, {"to", "normal"}}),
      record("2026-01-05T08:00:49.000+08:00", "notice", "entrapment", "suspected", "e:118", suspected),
      record("2026-01-05T08:01:02.120+08:00", "alarm", "entrapment", "confirmed", "e:118", trapped),
      record("2026-01-05T08:01:40.000+08:00", "alarm", "entrapment", "acknowledged", "e:118", acknowledged),
      record("2026-01-05T08:12:44.000+08:00", "fault", "source_lost", "raised", "e:121",
             {{"source", "controller"}}),
      record("2026-01-05T08:16:44.000+08:00", "alarm", "entrapment", "cleared", "e:118", cleared),
  };
}

/// The causes of a region, some of them.
inline nlohmann::json some_causes() {
  return nlohmann::json::parse(R"({"region": "national", "causes": [
    {"code": "0301", "cause": "car_door_lock", "zh": "轿门锁", "en": "car door lock"},
    {"code": "0302", "cause": "landing_door_lock", "zh": "厅门锁", "en": "landing door lock"},
    {"code": "0502", "cause": null, "zh": "导轨润滑", "en": "rail lubrication"}]})");
}

/// An entrapment's life with what the box suggests and what a person says.
inline std::vector<nlohmann::json> life() {
  auto all = rescue();
  std::erase_if(all, [](const nlohmann::json& one) { return one["incident"] != "e:118"; });
  for (auto& one : all) one["since"] = one["evidence"]["stopped"];
  auto& confirmed = all[1]["evidence"];
  confirmed["confirmed"] = "2026-01-05T08:01:02.120+08:00";
  confirmed["causes"] = nlohmann::json::parse(R"([
    {"cause": "landing_door_lock", "code": "0302", "weight": 70,
     "signs": [{"type": "safety_chain_open", "incident": "e:116", "time": "2026-01-05T08:00:04.200+08:00"}]},
    {"cause": "overload", "code": null, "weight": 40,
     "signs": [{"signal": "load_kg", "value": 1250, "time": "2026-01-05T08:00:04.000+08:00"}]}])");
  all.back()["evidence"]["causes"] = confirmed["causes"];
  all.back()["evidence"]["rescue"] = {{"response_ms", 38'000},
                                      {"answered_in_time", true},
                                      {"reached_in_time", false},
                                      {"shut_in_ms", 845'000}};
  all.push_back(record("2026-01-06T09:30:00.000+08:00", "notice", "incident_cause", "noted", "e:118",
                       {{"code", "0302"}, {"suggested", true}, {"by", "4711"}, {"note", "3rd floor"}}));
  return all;
}

inline nlohmann::json some_signals() {
  return nlohmann::json::parse(R"({"signals": [
    {"name": "service_mode", "value": "normal", "unit": "", "age_ms": 420, "quality": "good", "source": "controller"},
    {"name": "car_position", "value": 7250, "unit": "mm", "age_ms": 210, "quality": "good", "source": "controller"},
    {"name": "door_zone", "value": false, "unit": "", "age_ms": 64000, "quality": "good", "source": "lines"},
    {"name": "brake_1_released", "value": null, "unit": "", "age_ms": 7260000, "quality": "bad", "source": "lines"},
    {"name": "load_kg", "value": null, "unit": "kg", "age_ms": null, "quality": "stale", "source": "controller"},
    {"name": "cabinet_temperature", "value": -5, "unit": "0.1 degC", "age_ms": 900, "quality": "good",
     "source": "controller"},
    {"name": "custom.energy", "value": 4294967.295, "unit": "kWh", "age_ms": 900, "quality": "good", "source": "meter"},
    {"name": "custom.oil_temperature", "value": null, "unit": "degC", "age_ms": 61000, "quality": "stale",
     "source": "controller"},
    {"name": "rear_door_open", "value": null, "unit": "", "age_ms": null, "quality": "unbound", "source": null},
    {"name": "battery_mv", "value": null, "unit": "mV", "age_ms": null, "quality": "unbound", "source": null}
  ]})");
}

/// A lift at noon; nothing is known of yesterday.
inline nlohmann::json some_statistics() {
  const nlohmann::json today{{"runs", 412},
                             {"runs_up", 206},
                             {"distance_mm", 3'561'900},
                             {"running_ms", 4'944'000},
                             {"rope_bends", nullptr},
                             {"door_cycles", 409},
                             {"availability_ppm", 995'370},
                             {"faults", 1},
                             {"faults_per_million_runs", 2427},
                             {"time_between_faults_ms", nullptr},
                             {"watched_ms", 43'200'000},
                             {"entrapments", 0},
                             {"starts", {{"1", 200}, {"2", 12}, {"10", 200}}},
                             {"incidents", {{"mains_lost", 1}}},
                             {"timings",
                              {{"door_opening", {{"times", 409}, {"median_ms", 1984}, {"p95_ms", 2112}}},
                               {"brake_1_set", {{"times", 409}, {"median_ms", 181}, {"p95_ms", 204}}}}}};
  return {{"today", {{"period", "day"}, {"counts", today}}},
          {"yesterday", nullptr},
          {"last_30_days", {{"counts", today}}},
          {"total", {{"runs", 1'234'567}, {"since", "2025-11-03T09:12:00.000+08:00"}}}};
}

/// A week: an empty car that was called, a technician, a bus that was silent.
inline nlohmann::json some_held_back() {
  return nlohmann::json::parse(R"({"times": 1212,
    "counts": [
      {"rule": "safety_chain_open", "reason": "filter", "times": 1204, "last": "2026-01-05T08:12:00.000+08:00"},
      {"rule": "entrapment", "reason": "latch", "times": 2, "last": "2026-01-05T07:01:02.000+08:00"},
      {"rule": "entrapment", "reason": "mode", "times": 3, "last": "2026-01-04T10:00:45.000+08:00"},
      {"rule": "stopped_outside_door_zone", "reason": "unknown_input", "times": 2,
       "last": "2026-01-03T09:00:00.000+08:00"},
      {"rule": "restart_prevented", "reason": "swallowed", "times": 1, "last": "2026-01-02T09:00:00.000+08:00"}],
    "last": [
      {"number": 55, "rule": "stopped_outside_door_zone", "reason": "unknown_input", "by": "door_zone car_moving",
       "subject": "", "time": "2026-01-03T09:00:00.000+08:00", "since": "2026-01-03T08:59:15.000+08:00"},
      {"number": 56, "rule": "brake_slow", "reason": "mode", "by": "mains_lost", "subject": "arm 2",
       "time": "2026-01-04T10:00:45.000+08:00", "since": "2026-01-04T10:00:44.000+08:00"},
      {"number": 57, "rule": "entrapment", "reason": "latch", "by": "", "subject": "",
       "time": "2026-01-05T07:01:02.000+08:00", "since": "2026-01-05T07:00:17.000+08:00"},
      {"number": 1212, "rule": "safety_chain_open", "reason": "filter", "by": "door_at_landing", "subject": "",
       "time": "2026-01-05T08:12:00.000+08:00", "since": "2026-01-05T08:11:59.800+08:00"}]})");
}

inline nlohmann::json one_held_back() {
  auto held = some_held_back()["last"][2];
  held["snapshot"] = {{"door_zone", {{"value", false}, {"age_ms", 400}, {"quality", "good"}}},
                      {"floor", {{"value", 3}, {"age_ms", 400}, {"quality", "good"}}},
                      {"presence", {{"value", nullptr}, {"age_ms", 61'000}, {"quality", "stale"}}}};
  return held;
}

/// A drum brake of the notice, five days after it was put right; one arm of it.
inline nlohmann::json a_mended_brake() {
  return nlohmann::json::parse(R"({
    "device": "LB-0001", "time": "2026-01-10T08:12:44.000+08:00",
    "lift": {"registration_code": "31105000012345678901", "use_registration": "梯11京A00001",
             "address": "朝阳路1号2号梯", "brand": "Example", "maintenance_firm": "示例电梯有限公司"},
    "brake": {"model": "DZS800", "type": "drum", "priority_model": true, "arms": null, "push_rod": "copper",
              "push_rod_at_installation": "steel"},
    "arms_timed": 2,
    "work": {"dismantled": {"action": "dismantled", "done": "2026-01-05", "by": "4711", "note": "sludge on the plunger"},
             "push_rod_changed": {"action": "push_rod_changed", "done": "2026-01-05", "by": "4711", "push_rod": "copper"},
             "adjusted": {"action": "adjusted", "done": "2025-12-01", "by": "4712"}},
    "before": {"release_1": {"median_ms": 271, "p95_ms": 290, "cycles": 100},
               "set_1": {"median_ms": 262, "p95_ms": 301, "cycles": 100}},
    "now": {"release_1": {"median_ms": 240, "p95_ms": 246, "cycles": 100, "last_ms": [240, 241, 239, 240, 240]},
            "set_1": {"median_ms": 190, "p95_ms": 196, "cycles": 100, "last_ms": [189, 190, 191, 190, 190]}},
    "watch": {"since": "2026-01-05T07:30:00.000+08:00", "days": 5, "days_wanted": 30, "cycles": 1604,
              "cycles_wanted": 300, "incidents": {}},
    "days": {"release_1": {"median_ms": [240, 241, 240, null, 239, 240], "slowest_ms": [251, 250, 249, null, 250, 250]},
             "set_1": {"median_ms": [196, 189, 200, null, 221, 222], "slowest_ms": [204, 203, 210, null, 230, 229]}},
    "verdict": "put_right", "reasons": [], "incidents": []
})");
}
