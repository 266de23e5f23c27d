#include "agent/daemon/answers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/config/effective.hpp"
#include "agent/daemon/payloads.hpp"
#include "agent/daemon/statistics_answer.hpp"
#include "agent/records/canonical.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using control::Reply;
using control::Request;
using nlohmann::json;

std::int64_t seconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

/// Throws json's type_error where a member is not of its type: answered as invalid params.
RecordQuery query_of(const json& params) {
  constexpr std::size_t most = 1000;
  RecordQuery query;
  if (const auto wanted = params.find("class"); wanted != params.end())
    query.record_class = find_record_class(wanted->get<std::string>());
  query.type = params.value("type", "");
  query.incident = params.value("incident", "");
  query.since_ms = params.value("since_ms", std::int64_t{0});
  query.limit = std::min(most, params.value("limit", query.limit));
  query.after_id = params.value("after_id", std::int64_t{0});
  query.newest = !params.contains("after_id");
  return query;
}

bool matches(const RecordQuery& filter, const Record& record) {
  return (!filter.record_class || *filter.record_class == record.record_class) &&
         (filter.type.empty() || filter.type == record.type) &&
         (filter.incident.empty() || filter.incident == record.incident);
}

}  // namespace

Answers::Answers(Of of) : of_{std::move(of)}, started_{of_.clock.now()} {
  const Stamp now = of_.pipeline.stamp();
  started_text_ = format_rfc3339(now.wall_ms, now.utc_offset_min);
}

control::Methods Answers::methods() {
  return {
      {"version",
       [](const Request& /*request*/, const Reply& reply) {
         reply.result({{"version", LIFTBOX_VERSION}});
       }},
      {"status", [this](const Request& /*request*/, const Reply& reply) { reply.result(status()); }},
      {"signals",
       [this](const Request& /*request*/, const Reply& reply) {
         json all = signals_json(of_.pipeline.lift().car(), of_.site, of_.clock.now());
         for (json& custom : of_.telemetry.signals()) all.push_back(std::move(custom));
         reply.result({{"signals", all}});
       }},
      {"config", [this](const Request& request, const Reply& reply) { config(request, reply); }},
      {"reload", [this](const Request& request, const Reply& reply) { reload(request, reply); }},
      {"stats", [this](const Request& /*request*/, const Reply& reply) { statistics(reply); }},
      {"events", [this](const Request& request, const Reply& reply) { events(request, reply); }},
      {"events.follow", [this](const Request& request, const Reply& reply) { follow(request, reply); }},
      {"incident", [this](const Request& request, const Reply& reply) { incident(request, reply); }},
  };
}

void Answers::durable(const std::vector<Record>& records) {
  for (const Record& record : records)
    std::erase_if(followers_, [&](const Follower& follower) {
      return matches(follower.filter, record) &&
             !follower.subscription.notify("event", {{"record", record.bytes}});
    });
}

json Answers::status() const {
  const Stamp now = of_.pipeline.stamp();
  const SiteConfig& site = of_.site;
  return {{"version", LIFTBOX_VERSION},
          {"device", site.device},
          {"started", started_text_},
          {"uptime_s", seconds(now.now - started_)},
          {"lift",
           {{"registration_code", site.lift.registration_code},
            {"address", site.lift.address},
            {"rescue_number", site.lift.rescue_number}}},
          {"car", car_json(of_.pipeline.lift().car())},
          {"incidents", incidents_json(of_.pipeline.journal(), now)},
          {"sources", sources()},
          {"broker", broker()},
          {"outbox", outbox()},
          {"config", configuration()},
          {"store", store()},
          {"clock",
           {{"wall", format_rfc3339(now.wall_ms, now.utc_offset_min)},
            {"quality", now.clock},
            {"boot", now.boot}}}};
}

json Answers::sources() const {
  json out = json::array();
  const CarState& car = of_.pipeline.lift().car();
  for (const auto& source : of_.sources) {
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
                   {"silent_s", silent ? json(seconds(of_.clock.now() - *known->silent_since)) : json{}}});
  }
  return out;
}

json Answers::broker() const {
  if (of_.broker.delivery() == nullptr) return {{"enabled", false}};
  const DeliveryReport& report = of_.broker.delivery()->report();
  const Moment now = of_.clock.now();
  return {{"enabled", true},
          {"connected", report.connected},
          {"address", of_.site.broker->host + ":" + std::to_string(of_.site.broker->port)},
          {"mqtt", report.connected ? json(report.mqtt5 ? "5" : "3.1.1") : json{}},
          {"since_s", seconds(now - report.since)},
          {"error", report.error.empty() ? json{} : json(report.error)},
          {"retry_in_s",
           report.retry_at ? json(std::max<std::int64_t>(0, seconds(*report.retry_at - now))) : json{}},
          {"in_flight", report.in_flight},
          {"set_aside", report.set_aside},
          {"refusal", report.refusal.empty() ? json{} : json(report.refusal)},
          {"certificates", certificates()}};
}

json Answers::certificates() const {
  if (of_.broker.certificates() == nullptr) return nullptr;
  const CredentialReport& report = of_.broker.certificates()->report();
  const bool dated = of_.clock.quality() != ClockQuality::unset;
  json terms = json::array();
  for (const Term& term : report.terms)
    terms.push_back({{"what", term.what},
                     {"name", to_utf8(term.name)},
                     {"file", term.file},
                     {"until", format_rfc3339(term.until.time_since_epoch().count(), 0)},
                     {"days_left", days_left(term, of_.clock.wall())},
                     {"ends_soon", dated && ends_soon(term, of_.clock.wall())}});
  return {{"trouble", report.trouble.empty() ? json{} : json(report.trouble)},
          {"warnings", report.warnings},
          {"terms", terms}};
}

json Answers::outbox() const {
  json out = json::object();
  Delivery* const delivery = of_.broker.delivery();
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
  out["telemetry"] = of_.telemetry.report();
  return out;
}

json Answers::store() const {
  const Journal& journal = of_.pipeline.journal();
  const std::string& trouble = of_.pipeline.store_trouble();
  Delivery* const delivery = of_.broker.delivery();
  const auto key = journal.seal_key();
  return {{"path", of_.site.store_directory.string()},
          {"bytes", delivery != nullptr ? delivery->report().store.bytes : 0},
          {"epoch", journal.head().epoch},
          {"seq", journal.head().seq},
          {"uncommitted", of_.pipeline.uncommitted()},
          {"degraded", trouble.empty() ? json{} : json(trouble)},
          {"seal",
           {{"key", key ? json(*key) : json{}},
            {"upto", journal.sealed.seq},
            {"trouble", of_.seal_trouble.empty() ? json{} : json(of_.seal_trouble)}}}};
}

json Answers::configuration() const {
  json warnings = json::array();
  for (const Mistake& warning : of_.site.warnings) warnings.push_back(warning.message);
  return {{"file", of_.site.file.string()}, {"refused", of_.reload.refused()}, {"warnings", warnings}};
}

void Answers::reload(const Request& request, const Reply& reply) const {
  if (!control::may_change(request.peer)) {
    reply.error(control::ErrorCode::refused,
                "only root and the group liftbox-service may let the box read its configuration again");
    return;
  }
  of_.reload.ask([reply, &site = of_.site](const Reload::Result& result) {
    if (!result.refused.empty()) {
      std::string reasons = "the configuration is wrong, the old one stays in force:";
      for (const std::string& reason : result.refused) reasons += "\n" + reason;
      reply.error(control::ErrorCode::refused, reasons);
      return;
    }
    json warnings = json::array();
    for (const Mistake& warning : site.warnings) warnings.push_back(warning.message);
    reply.result({{"changes", result.changes}, {"warnings", warnings}});
  });
}

void Answers::config(const Request& request, const Reply& reply) const {
  const Shown what = request.params.value("effective", false) ? Shown::effective : Shown::given;
  const auto part = request.params.value("part", std::string{});
  try {
    reply.result({{"text", part.empty() ? show(of_.site, what) : show_file(of_.site, part, what)}});
  } catch (const std::invalid_argument& error) {
    reply.error(control::ErrorCode::refused, error.what());
  }
}

void Answers::events(const Request& request, const Reply& reply) const {
  ask_store(reply, query_of(request.params), [](const std::vector<StoredRecord>& found) {
    json records = json::array();
    for (const StoredRecord& stored : found)
      records.push_back({{"id", stored.id}, {"record", stored.record.bytes}});
    return json{{"records", records}};
  });
}

void Answers::statistics(const Reply& reply) const {
  ask_store(reply, statistics_query(),
            [today = of_.pipeline.lift().today(of_.clock.now())](const std::vector<StoredRecord>& days) {
              return statistics_answer(today, days);
            });
}

void Answers::ask_store(const Reply& reply, RecordQuery query, StoreAnswer answer) const {
  of_.store_worker.post(
      [&store = of_.store, query = std::move(query), post = of_.post, reply, answer = std::move(answer)] {
        try {
          post([reply, answer, found = store.query(query)] { reply.result(answer(found)); });
        } catch (const StoreError& error) {
          post([reply, what = std::string{error.what()}] { reply.error(control::ErrorCode::refused, what); });
        }
      });
}

void Answers::follow(const Request& request, const Reply& reply) {
  followers_.push_back({reply.subscribe(), query_of(request.params)});
  reply.result(json::object());
}

void Answers::incident(const Request& request, const Reply& reply) {
  if (!control::may_change(request.peer)) {
    reply.error(control::ErrorCode::refused,
                "only root and the group liftbox-service may say something of an incident");
    return;
  }
  const auto action = request.params.at("action").get<std::string>();
  const auto by = request.params.at("by").get<std::string>();
  std::string incident = request.params.value("incident", "");
  const auto& open = of_.pipeline.journal().open_incidents;
  if (incident.empty()) {
    const auto alarms = std::count_if(open.begin(), open.end(),
                                      [](const OpenIncident& o) { return o.severity == Severity::alarm; });
    const auto alarm = std::find_if(open.begin(), open.end(),
                                    [](const OpenIncident& o) { return o.severity == Severity::alarm; });
    if (alarms != 1) {
      reply.error(control::ErrorCode::refused,
                  alarms == 0 ? "no alarm is open" : "several alarms are open: name one");
      return;
    }
    incident = alarm->id;
  }
  const auto what = action == "ack"       ? std::optional{PersonSays::What::acknowledge}
                    : action == "on_site" ? std::optional{PersonSays::What::on_site}
                    : action == "close"   ? std::optional{PersonSays::What::close}
                                          : std::nullopt;
  if (!what) {
    reply.error(control::ErrorCode::invalid_params, "action must be ack, on_site or close");
    return;
  }
  const auto type = of_.pipeline.person(*what, incident, by);
  if (!type)
    reply.error(control::ErrorCode::refused, "no such incident is open, or this was said of it already");
  else
    reply.result({{"incident", incident}, {"type", name(*type)}});
}

}  // namespace liftbox
