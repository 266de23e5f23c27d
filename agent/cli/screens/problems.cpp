#include "agent/cli/screens/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/words.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

int urgency(const json& incident) {
  const auto severity = text(incident, "severity");
  return severity == "alarm" ? 0 : severity == "fault" ? 1 : 2;
}

Problem of_incident(const json& incident) {
  const bool alarm = urgency(incident) == 0;
  Problem problem{alarm ? Ink::alarm : Ink::warning, alarm ? "ALARM" : text(incident, "severity"), {}, {}};
  const auto confidence = text(incident, "confidence");
  problem.words = fmt::format("{} {} {}{}, {}", short_incident(text(incident, "incident")),
                              titled(text(incident, "type")), text(incident, "phase"),
                              confidence == "certain" || confidence.empty() ? "" : " (" + confidence + ")",
                              duration_text(count(incident, "age_s")));
  if (alarm && !flag(incident, "acknowledged")) {
    problem.words += ", UNACKNOWLEDGED";
    problem.remedy = fmt::format("liftctl incident ack {} --as WORK_NUMBER",
                                 short_incident(text(incident, "incident")).erase(0, 1));
  }
  return problem;
}

void of_incidents(const json& status, std::vector<Problem>& out) {
  const json& incidents = member(status, "incidents");
  std::vector<const json*> sorted;
  for (const json& incident : incidents) sorted.push_back(&incident);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const json* a, const json* b) { return urgency(*a) < urgency(*b); });
  for (const json* incident : sorted) out.push_back(of_incident(*incident));
}

Problem of_box(const std::string& words) {
  return {Ink::warning, "box", words, {}};
}

void of_sources(const json& status, std::vector<Problem>& out) {
  for (const json& source : member(status, "sources")) {
    if (flag(source, "healthy")) continue;
    out.push_back(of_box(fmt::format("source {}: {}", text(source, "name"), text(source, "detail"))));
  }
}

void of_broker(const json& status, std::vector<Problem>& out) {
  const json& broker = member(status, "broker");
  if (flag(broker, "enabled") && !flag(broker, "connected")) {
    auto words = fmt::format("no broker for {}", duration_text(count(broker, "since_s")));
    if (const auto retry = number(broker, "retry_in_s")) words += fmt::format(", next try in {} s", *retry);
    if (const auto error = text(broker, "error"); !error.empty()) words += ": " + error;
    out.push_back(of_box(words));
  }
  if (const auto refused = count(member(status, "outbox"), "refused"); refused > 0) {
    out.push_back(of_box(fmt::format("the broker refused {} records; see its access rules", refused)));
  }
}

void of_store_and_clock(const json& status, std::vector<Problem>& out) {
  if (const auto degraded = text(member(status, "store"), "degraded"); !degraded.empty()) {
    out.push_back(of_box("store: " + degraded));
  }
  if (text(member(status, "clock"), "quality") == "unset") {
    out.push_back(of_box("the clock was never set: times cannot be believed; is a time server reachable?"));
  }
}

void of_lift(const json& status, std::vector<Problem>& out) {
  if (text(member(status, "lift"), "registration_code").empty()) {
    out.push_back(of_box("no lift number in the configuration: nothing is published"));
  }
  const auto mode = text(member(status, "car"), "service_mode");
  if (!mode.empty() && mode != "normal") {
    out.push_back({Ink::warning, "mode", titled("mode_" + mode).substr(5), {}});
  }
}

}  // namespace

std::vector<Problem> problems(const json& status) {
  std::vector<Problem> out;
  of_incidents(status, out);
  of_sources(status, out);
  of_store_and_clock(status, out);
  of_broker(status, out);
  of_lift(status, out);
  return out;
}

}  // namespace liftbox::screen
