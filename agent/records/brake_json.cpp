#include "agent/records/brake_json.hpp"

#include <nlohmann/json.hpp>

namespace liftbox {
namespace {

using nlohmann::json;

json of_days(const std::vector<int>& times) {
  json out = json::array();
  for (const int ms : times) out.push_back(ms == 0 ? json{} : json(ms));
  return out;
}

}  // namespace

json brake_table_json(const BrakeTable& table) {
  json out = json::object();
  for (const auto& [arm, figures] : table)
    out[arm] = {{"median_ms", figures.median_ms}, {"p95_ms", figures.p95_ms}, {"cycles", figures.cycles}};
  return out;
}

json brake_days_json(const std::map<std::string, BrakeDays>& days) {
  json out = json::object();
  for (const auto& [arm, of_arm] : days)
    out[arm] = {{"median_ms", of_days(of_arm.median_ms)}, {"slowest_ms", of_days(of_arm.slowest_ms)}};
  return out;
}

json brake_work_json(const BrakeWork& work) {
  json out{{"action", name(work.action)}, {"done", work.done}, {"by", work.by}};
  if (work.push_rod) out["push_rod"] = name(*work.push_rod);
  if (work.earlier) out["entered_later"] = true;
  if (!work.note.empty()) out["note"] = work.note;
  return out;
}

json brake_reasons_json(const BrakeVerdict& verdict) {
  json out = json::array();
  for (const BrakeVerdict::Reason reason : verdict.reasons) out.push_back(name(reason));
  return out;
}

json brake_evidence_json(const BrakeWorkEvidence& evidence) {
  json out = brake_work_json(evidence.work);
  out["before"] = brake_table_json(evidence.before);
  return out;
}

json brake_evidence_json(const BrakeVerdictEvidence& evidence) {
  return {{"after", evidence.after_days ? "30_days" : "cycles"},
          {"cycles", evidence.cycles},
          {"verdict", name(evidence.verdict.result)},
          {"reasons", brake_reasons_json(evidence.verdict)},
          {"push_rod", name(evidence.push_rod)},
          {"before", brake_table_json(evidence.before)},
          {"now", brake_table_json(evidence.after)},
          {"days", brake_days_json(evidence.days)}};
}

}  // namespace liftbox
