#include "agent/daemon/answers.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "agent/config/effective.hpp"
#include "agent/daemon/brake_answer.hpp"
#include "agent/daemon/incident_cause.hpp"
#include "agent/daemon/maintenance_answers.hpp"
#include "agent/daemon/payloads.hpp"
#include "agent/daemon/snapshots.hpp"
#include "agent/daemon/statistics_answer.hpp"
#include "agent/daemon/status_answer.hpp"
#include "agent/daemon/why_not_answer.hpp"

namespace liftbox {
namespace {

using control::Reply;
using control::Request;
using nlohmann::json;

std::size_t limit_of(const json& params, std::size_t otherwise) {
  return static_cast<std::size_t>(
      control::WholeNumber{"limit"}.of(params, static_cast<std::int64_t>(otherwise)));
}

/// Throws what is answered as invalid params where a member is not of its type.
RecordQuery query_of(const json& params) {
  constexpr std::size_t most = 1000;
  RecordQuery query;
  if (const auto wanted = params.find("class"); wanted != params.end())
    query.record_class = find_record_class(wanted->get<std::string>());
  query.type = params.value("type", "");
  query.incident = params.value("incident", "");
  query.since_ms = control::WholeNumber{"since_ms", std::numeric_limits<std::int64_t>::min()}.of(params, 0);
  query.limit = std::min(most, limit_of(params, query.limit));
  query.after_id = control::WholeNumber{"after_id"}.of(params, 0);
  query.newest = !params.contains("after_id");
  return query;
}

bool matches(const RecordQuery& filter, const Record& record) {
  return (!filter.record_class || *filter.record_class == record.record_class) &&
         (filter.type.empty() || filter.type == record.type) &&
         (filter.incident.empty() || filter.incident == record.incident);
}

}  // namespace

Answers::Answers(Of of) : of_{std::move(of)}, started_{of_.pipeline.stamp()} {}

control::Methods Answers::methods() {
  control::Methods methods{
      {"version",
       [](const Request& /*request*/, const Reply& reply) {
         reply.result({{"version", LIFTBOX_VERSION}});
       }},
      {"status", [this](const Request& /*request*/,
                        const Reply& reply) { reply.result(status_answer(of_, started_)); }},
      {"signals",
       [this](const Request& /*request*/, const Reply& reply) {
         json all = signals_json(of_.pipeline.lift().car(), of_.site, of_.clock.now());
         for (json& custom : of_.telemetry.signals()) all.push_back(std::move(custom));
         reply.result({{"signals", all}});
       }},
      {"config", [this](const Request& request, const Reply& reply) { config(request, reply); }},
      {"reload", [this](const Request& request, const Reply& reply) { reload(request, reply); }},
      {"why_not", [this](const Request& request, const Reply& reply) { why_not(request, reply); }},
      {"stats", [this](const Request& /*request*/, const Reply& reply) { statistics(reply); }},
      {"events", [this](const Request& request, const Reply& reply) { events(request, reply); }},
      {"events.follow", [this](const Request& request, const Reply& reply) { follow(request, reply); }},
      {"incident", [this](const Request& request, const Reply& reply) { incident(request, reply); }},
      {"incident.cause",
       [this](const Request& request, const Reply& reply) { incident_cause(request, reply); }},
      {"causes",
       [this](const Request& /*request*/, const Reply& reply) {
         reply.result({{"region", of_.site.codes.region}, {"causes", rescue_causes_json(of_.site.codes)}});
       }},
      {"sign_in", [this](const Request& request, const Reply& reply) { of_.staff.sign_in(request, reply); }},
      {"sign_out",
       [this](const Request& request, const Reply& reply) { of_.staff.sign_out(request, reply); }},
      {"brake", [this](const Request& /*request*/, const Reply& reply) { reply.result(brake_answer(of_)); }},
      {"brake.record",
       [this](const Request& request, const Reply& reply) { record_brake_work(request, reply); }},
  };
  methods.merge(snapshot_methods(of_.snapshots, of_.store_worker, of_.post));
  methods.merge(maintenance_methods({of_.site, of_.pipeline, of_.staff}));
  return methods;
}

void Answers::durable(const std::vector<Record>& records) {
  for (const Record& record : records)
    std::erase_if(followers_, [&](const Follower& follower) {
      return matches(follower.filter, record) &&
             !follower.subscription.notify("event", {{"record", record.bytes}});
    });
}

void Answers::reload(const Request& request, const Reply& reply) const {
  const auto by = of_.staff.who(request, reply);
  if (!by) return;
  of_.reload.ask(*by, [reply, &site = of_.site](const Reload::Result& result) {
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

void Answers::why_not(const Request& request, const Reply& reply) const {
  const bool one = request.params.contains("number");
  const auto wanted = control::WholeNumber{"number"}.of(request.params, 0);
  const auto limit = limit_of(request.params, 20);
  ask_store(reply, held_back_query(),
            [one, wanted, limit, log = of_.pipeline.lift().held_back(),
             now = of_.pipeline.stamp()](const std::vector<StoredRecord>& recorded) {
              if (one) return json{{"held_back", why_not_detail(log, recorded, now, wanted)}};
              return why_not_answer(log, recorded, now, limit);
            });
}

void Answers::ask_store(const Reply& reply, RecordQuery query, StoreAnswer answer) const {
  of_.store_worker.post(
      [&store = of_.store, query = std::move(query), post = of_.post, reply, answer = std::move(answer)] {
        try {
          post([reply, answer, found = store.query(query)] {
            try {
              reply.result(answer(found));
            } catch (const std::invalid_argument& refusal) {
              reply.error(control::ErrorCode::refused, refusal.what());
            }
          });
        } catch (const StoreError& error) {
          post([reply, what = std::string{error.what()}] { reply.error(control::ErrorCode::refused, what); });
        }
      });
}

void Answers::follow(const Request& request, const Reply& reply) {
  followers_.push_back({reply.subscribe(), query_of(request.params)});
  reply.result(json::object());
}

void Answers::incident_cause(const Request& request, const Reply& reply) {
  const auto by = of_.staff.who(request, reply);
  if (!by) return;
  const json& params = request.params;
  CauseSaid said{params.at("incident").get<std::string>(), params.at("code").get<std::string>(), *by,
                 params.value("note", "")};
  RecordQuery query = cause_query(said);
  ask_store(reply, std::move(query), [this, said](const std::vector<StoredRecord>& records) {
    CauseSaidEvidence accepted = accept_cause(said, of_.site.codes, records, of_.pipeline.stamp().wall_ms);
    json answer{
        {"incident", said.incident}, {"code", said.code}, {"suggested", accepted.suggested}, {"by", said.by}};
    answer["zh"] = of_.site.codes.rescue_causes.at(said.code).text_zh;
    answer["en"] = of_.site.codes.rescue_causes.at(said.code).text_en;
    of_.pipeline.note_cause(std::move(accepted));
    return answer;
  });
}

void Answers::incident(const Request& request, const Reply& reply) {
  const auto by = of_.staff.who(request, reply);
  if (!by) return;
  const auto action = request.params.at("action").get<std::string>();
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
  const auto type = of_.pipeline.person(*what, incident, *by);
  if (!type)
    reply.error(control::ErrorCode::refused, "no such incident is open, or this was said of it already");
  else
    reply.result({{"incident", incident}, {"type", name(*type)}, {"by", *by}});
}

void Answers::record_brake_work(const Request& request, const Reply& reply) {
  const auto by = of_.staff.who(request, reply);
  if (!by) return;
  try {
    of_.pipeline.brake_maintained(brake_work(request.params, *by, of_.pipeline.stamp()));
    reply.result(brake_answer(of_));
  } catch (const std::invalid_argument& error) {
    reply.error(control::ErrorCode::refused, error.what());
  }
}

}  // namespace liftbox
