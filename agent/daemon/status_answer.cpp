#include "agent/daemon/status_answer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/daemon/maintenance_answers.hpp"
#include "agent/daemon/measures.hpp"
#include "agent/daemon/payloads.hpp"
#include "agent/records/canonical.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

std::int64_t seconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

json sources_json(const Answers::Of& of) {
  json out = json::array();
  const CarState& car = of.pipeline.lift().car();
  for (const auto& source : of.sources) {
    const SourceReport report = source->report();
    const std::span<const SourceBindings> own = source->bindings();
    const auto known =
        std::find_if(car.sources().begin(), car.sources().end(), [&](const CarState::Source& candidate) {
          return candidate.silent_since &&
                 std::any_of(own.begin(), own.end(),
                             [&](const SourceBindings& one) { return one.source == candidate.name; });
        });
    const bool silent = known != car.sources().end();
    json counters = json::object();
    for (const auto& [counter, value] : report.counters) counters[counter] = value;
    out.push_back({{"name", own.front().source},
                   {"healthy", report.healthy},
                   {"detail", report.detail},
                   {"counters", counters},
                   {"silent_s", silent ? json(seconds(of.clock.now() - *known->silent_since)) : json{}}});
  }
  return out;
}

json certificates_json(const Answers::Of& of) {
  if (of.broker.certificates() == nullptr) return nullptr;
  const CredentialReport& report = of.broker.certificates()->report();
  const bool dated = of.clock.quality() != ClockQuality::unset;
  json terms = json::array();
  for (const Term& term : report.terms)
    terms.push_back({{"what", term.what},
                     {"name", to_utf8(term.name)},
                     {"file", term.file},
                     {"until", format_rfc3339(term.until.time_since_epoch().count(), 0)},
                     {"days_left", days_left(term, of.clock.wall())},
                     {"ends_soon", dated && ends_soon(term, of.clock.wall())}});
  return {{"trouble", report.trouble.empty() ? json{} : json(report.trouble)},
          {"warnings", report.warnings},
          {"terms", terms}};
}

json broker_json(const Answers::Of& of) {
  if (of.broker.delivery() == nullptr) return {{"enabled", false}};
  const DeliveryReport& report = of.broker.delivery()->report();
  const Moment now = of.clock.now();
  return {{"enabled", true},
          {"connected", report.connected},
          {"address", of.site.broker->host + ":" + std::to_string(of.site.broker->port)},
          {"mqtt", report.connected ? json(report.mqtt5 ? "5" : "3.1.1") : json{}},
          {"since_s", seconds(now - report.since)},
          {"error", report.error.empty() ? json{} : json(report.error)},
          {"retry_in_s",
           report.retry_at ? json(std::max<std::int64_t>(0, seconds(*report.retry_at - now))) : json{}},
          {"in_flight", report.in_flight},
          {"unanswered_s", report.unanswered_since ? json(seconds(now - *report.unanswered_since)) : json{}},
          {"set_aside", report.set_aside},
          {"refusal", report.refusal.empty() ? json{} : json(report.refusal)},
          {"certificates", certificates_json(of)}};
}

json outbox_json(const Answers::Of& of) {
  json out = json::object();
  Delivery* const delivery = of.broker.delivery();
  const DeliveryReport report = delivery != nullptr ? delivery->report() : DeliveryReport{};
  for (const RecordClass record_class : record_classes) {
    const ClassCounts& counts = report.store.by_class.at(static_cast<std::size_t>(record_class));
    out[std::string{name(record_class)}] = {
        {"waiting", counts.waiting}, {"accepted", counts.accepted}, {"done", counts.done}};
  }
  out["low"] = report.store.low ? json(*report.store.low) : json{};
  out["sent"] = report.sent;
  out["accepted"] = report.accepted;
  out["received"] = report.received;
  out["refused"] = report.refused;
  out["telemetry"] = of.telemetry.report();
  return out;
}

json configuration_json(const Answers::Of& of) {
  json warnings = json::array();
  for (const Mistake& warning : of.site.warnings) warnings.push_back(warning.message);
  return {{"file", of.site.file.string()}, {"refused", of.reload.refused()}, {"warnings", warnings}};
}

json store_json(const Answers::Of& of) {
  const Journal& journal = of.pipeline.journal();
  const std::string& trouble = of.pipeline.store_trouble();
  const StoreCounts& counts = of.pipeline.store_counts();
  const auto key = journal.seal_key();
  const auto a_day = of.flash.a_day();
  return {{"path", of.site.store_directory.string()},
          {"bytes", counts.bytes},
          {"used", counts.used},
          {"bound", counts.bound},
          {"dropped", counts.dropped},
          {"in_memory", of.pipeline.in_memory()},
          {"flash_bytes_a_day", a_day ? json(*a_day) : json{}},
          {"flash_budget", of.site.flash_mb_a_day * mebibyte},
          {"epoch", journal.head().epoch},
          {"seq", journal.head().seq},
          {"uncommitted", of.pipeline.uncommitted()},
          {"degraded", trouble.empty() ? json{} : json(trouble)},
          {"seal",
           {{"key", key ? json(*key) : json{}},
            {"upto", journal.sealed.seq},
            {"trouble", of.seal_trouble.empty() ? json{} : json(of.seal_trouble)}}}};
}

}  // namespace

json status_answer(const Answers::Of& of, const Stamp& started) {
  const Stamp now = of.pipeline.stamp();
  const SiteConfig& site = of.site;
  return {{"version", LIFTBOX_VERSION},
          {"device", site.device},
          {"started", format_rfc3339(started.wall_ms, started.utc_offset_min)},
          {"uptime_s", seconds(now.now - started.now)},
          {"lift",
           {{"registration_code", site.lift.registration_code},
            {"address", site.lift.address},
            {"rescue_number", site.lift.rescue_number}}},
          {"car", car_json(of.pipeline.lift().car())},
          {"incidents", incidents_json(of.pipeline.journal(), now)},
          {"maintenance", maintenance_json(of.pipeline)},
          {"sources", sources_json(of)},
          {"broker", broker_json(of)},
          {"outbox", outbox_json(of)},
          {"config", configuration_json(of)},
          {"store", store_json(of)},
          {"clock",
           {{"wall", format_rfc3339(now.wall_ms, now.utc_offset_min)},
            {"quality", now.clock},
            {"boot", now.boot}}}};
}

}  // namespace liftbox
