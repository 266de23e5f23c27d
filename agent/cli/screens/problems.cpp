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

/// `reason` says what is wrong and, after the first "; ", what to do.
Problem of_box(const std::string& words, const std::string& reason) {
  const auto end = reason.find("; ");
  Problem problem = of_box(words + reason.substr(0, end));
  if (end != std::string::npos) problem.remedy = reason.substr(end + 2);
  return problem;
}

std::string end_words(std::int64_t days, const std::string& until) {
  const auto day = until.substr(0, std::string_view{"2026-01-05"}.size());
  if (days < 0) return fmt::format("ended {}: no connection can be made any more", day);
  return fmt::format("ends {}, in {} days", day, days);
}

/// Without the broker's address, which stands below.
std::string reason_in(const std::string& error) {
  const auto address = error.find("://");
  const auto end = error.find(": ");
  return address < end && end != std::string::npos ? error.substr(end + 2) : error;
}

void of_certificates(const json& broker, std::vector<Problem>& out) {
  const json& certificates = member(broker, "certificates");
  const auto trouble = text(certificates, "trouble");
  const bool said = !flag(broker, "connected") && text(broker, "error") == trouble;
  if (!trouble.empty() && !said) out.push_back(of_box("certificates: ", trouble));
  for (const json& warning : member(certificates, "warnings"))
    if (warning.is_string()) out.push_back(of_box("certificates: ", clean(warning.get<std::string>())));
  for (const json& term : member(certificates, "terms")) {
    if (!flag(term, "ends_soon")) continue;
    out.push_back(of_box(fmt::format("the {} '{}' {}", text(term, "what"), text(term, "name"),
                                     end_words(count(term, "days_left"), text(term, "until"))),
                         "; renew " + text(term, "file")));
  }
}

void of_broker(const json& status, std::vector<Problem>& out) {
  const json& broker = member(status, "broker");
  if (flag(broker, "enabled") && !flag(broker, "connected")) {
    auto words = fmt::format("no broker for {}", duration_text(count(broker, "since_s")));
    if (const auto retry = number(broker, "retry_in_s")) words += fmt::format(", next try in {} s", *retry);
    const auto reason = reason_in(text(broker, "error"));
    out.push_back(of_box(words, reason.empty() ? reason : ": " + reason));
  }
  constexpr std::int64_t strange_after = 20;
  if (const auto unanswered = number(broker, "unanswered_s"); unanswered && *unanswered >= strange_after)
    out.push_back(of_box(fmt::format("the broker has answered nothing for {}, {} messages wait for it",
                                     duration_text(*unanswered), count(broker, "in_flight"))));
  of_certificates(broker, out);
  if (const auto refused = count(member(status, "outbox"), "refused"); refused > 0) {
    const auto reason = text(broker, "refusal");
    out.push_back(of_box(fmt::format("the broker refused {} messages; see its access rules", refused),
                         reason.empty() ? reason : "; the last: " + reason));
  }
}

void of_store_and_clock(const json& status, std::vector<Problem>& out) {
  const json& store = member(status, "store");
  if (const auto degraded = text(store, "degraded"); !degraded.empty())
    out.push_back(of_box(flag(store, "in_memory") ? "records are kept in memory only; store: " + degraded
                                                  : "store: " + degraded));
  if (const auto bound = count(store, "bound"); bound > 0 && count(store, "used") > bound)
    out.push_back(of_box(fmt::format("the store holds {}, more than its {}: what is left may not be dropped",
                                     bytes_text(count(store, "used")), bytes_text(bound))));
  if (const auto a_day = number(store, "flash_bytes_a_day"); a_day && *a_day > count(store, "flash_budget"))
    out.push_back(of_box(fmt::format("{} a day are written to the flash, more than its budget of {}",
                                     bytes_text(*a_day), bytes_text(count(store, "flash_budget")))));
  if (const auto trouble = text(member(store, "seal"), "trouble"); !trouble.empty()) {
    out.push_back(of_box("seals: " + trouble));
  }
  if (text(member(status, "clock"), "quality") == "unset") {
    out.push_back(of_box("the clock was never set: times cannot be believed; is a time server reachable?"));
  }
}

void of_config(const json& status, std::vector<Problem>& out) {
  const json& config = member(status, "config");
  const json& refused = member(config, "refused");
  if (!refused.is_array() || refused.empty()) return;
  Problem problem = of_box("the changed configuration is wrong, the old one stays in force: " +
                           clean(refused.front().get<std::string>()));
  problem.remedy = "liftctl config check " + text(config, "file");
  out.push_back(problem);
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

void of_maintenance(const json& status, std::vector<Problem>& out) {
  const json& maintenance = member(status, "maintenance");
  const json& inspection = member(maintenance, "inspection");
  constexpr std::int64_t soon = 60;
  if (const auto left = number(inspection, "days_left"); left && *left <= soon) {
    const auto next = text(inspection, "next");
    Problem problem{Ink::warning, "due", {}, {}};
    problem.words = *left >= 0
                        ? fmt::format("periodical inspection 定期检验 {}, in {} days", next, *left)
                        : fmt::format("periodical inspection 定期检验 OVERDUE since {}, {} trips since", next,
                                      count(inspection, "trips_overdue"));
    if (*left < 0) problem.remedy = "liftctl inspection done --date DATE --as WORK_NUMBER, once it was made";
    out.push_back(problem);
  }
  const json& visits = member(maintenance, "visits");
  if (flag(visits, "overdue")) {
    const auto day = text(visits, "due").substr(0, std::string_view{"2026-01-05"}.size());
    out.push_back({Ink::warning, "due", "maintenance 维保 OVERDUE since " + day, "liftctl visit show"});
  }
  const json& self_test = member(maintenance, "self_test");
  if (const json& passed = member(self_test, "passed"); passed.is_boolean() && !passed.get<bool>()) {
    std::string bad;
    for (const json& part : member(self_test, "bad"))
      if (part.is_string()) bad += (bad.empty() ? "" : ", ") + clean(part.get<std::string>());
    out.push_back(of_box("the last self-test found wrong: " + bad, "; mend it, then liftctl self-test"));
  }
}

}  // namespace

std::vector<Problem> problems(const json& status) {
  std::vector<Problem> out;
  of_incidents(status, out);
  of_sources(status, out);
  of_store_and_clock(status, out);
  of_broker(status, out);
  of_config(status, out);
  of_lift(status, out);
  of_maintenance(status, out);
  return out;
}

}  // namespace liftbox::screen
