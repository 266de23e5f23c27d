#include "agent/records/journal.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/records/canonical.hpp"
#include "agent/records/event_json.hpp"
#include "agent/records/rfc3339.hpp"
#include "agent/records/seal.hpp"
#include "agent/records/sha256.hpp"
#include "agent/records/statistics_json.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
constexpr int record_version = 1;
constexpr std::int64_t seal_interval_ms = std::chrono::milliseconds{std::chrono::hours{24}}.count();

RecordClass class_of(Severity severity) {
  switch (severity) {
    case Severity::alarm:
      return RecordClass::alarm;
    case Severity::fault:
      return RecordClass::fault;
    case Severity::notice:
      break;
  }
  return RecordClass::notice;
}

std::string kind_of(EventType type, const std::string& subject) {
  return std::string{name(type)} + ' ' + subject;
}

auto is_of(const Event& event) {
  return [&event](const OpenIncident& incident) {
    return incident.type == event.type && incident.subject == event.subject;
  };
}

}  // namespace

Journal::Journal(Identity identity, CodeTable codes, Head head)
    : identity_{std::move(identity)}, codes_{std::move(codes)}, head_{std::move(head)} {}

void Journal::change(Identity identity, CodeTable codes) {
  identity_ = std::move(identity);
  codes_ = std::move(codes);
}

Record Journal::write(const Occurrence& occurrence, const Stamp& stamp) {
  const Event& event = occurrence.event;
  Record record = begin(class_of(severity(event.type, event.phase)), name(event.type));
  const std::string which_case = case_in(event);
  record.incident = incident_of(event, record, stamp.wall_ms_at(event.since));
  const RecordTerms in_words = terms(stamp);
  json body{
      {"phase", name(event.phase)},
      {"severity", name(severity(event.type, event.phase))},
      {"confidence", name(event.confidence)},
      {"codes", codes_json(codes_, event.type, which_case)},
      {"since", in_words.moment(event.since)},
      {"evidence", evidence_json(event.evidence, in_words)},
      {"snapshot", snapshot_json(occurrence.snapshot, event.at)},
  };
  if (!event.subject.empty()) body["subject"] = event.subject;
  close(record, std::move(body), event.at, stamp);
  const bool stands = event.phase == Phase::confirmed || event.phase == Phase::raised;
  seal_now_ = seal_now_ || (stands && record.record_class == RecordClass::alarm);
  return record;
}

Record Journal::write_statistics(const StatisticsDocument& document, const Stamp& stamp) {
  Record record = begin(RecordClass::stats, statistics_type(document.period));
  json body = statistics_json(document);
  body["phase"] = name(Phase::noted);
  body["severity"] = name(RecordClass::stats);
  body["confidence"] = name(Confidence::certain);
  body["evidence"] = json::object();
  close(record, std::move(body), document.at, stamp);
  return record;
}

Record Journal::write_drop(const Drop& drop, const Stamp& stamp) {
  Record record = begin(RecordClass::notice, records_dropped_type);
  json body{{"phase", name(Phase::noted)},
            {"severity", name(Severity::notice)},
            {"confidence", name(Confidence::certain)},
            {"evidence", drop_json(drop, stamp.utc_offset_min)}};
  close(record, std::move(body), stamp.now, stamp);
  seal_now_ = true;
  return record;
}

void Journal::seal_with(SigningKey key) {
  key_ = std::move(key);
}

std::optional<std::string> Journal::seal_key() const {
  return key_ ? std::optional{key_->public_key()} : std::nullopt;
}

/// A clock that was set back does not put the next seal off.
std::optional<Record> Journal::seal_if_due(const Stamp& stamp) {
  const std::int64_t since = stamp.wall_ms - sealed.wall_ms;
  if (!key_ || !(seal_now_ || since >= seal_interval_ms || since < 0)) return std::nullopt;
  Record record = begin(RecordClass::notice, seal_type);
  json body{{"phase", name(Phase::noted)},
            {"severity", name(Severity::notice)},
            {"confidence", name(Confidence::certain)}};
  close(record, std::move(body), stamp.now, stamp);
  sealed = {record.seq, stamp.wall_ms};
  seal_now_ = false;
  return record;
}

std::vector<Record> Journal::begin_epoch(const std::string& epoch, const Occurrence& first,
                                         const std::vector<Record>& undone, const Stamp& stamp) {
  head_ = {epoch, 0, {}};
  std::vector<Record> records{write(first, stamp)};
  std::map<std::string, std::string> moved;
  for (const Record& record : undone)
    if (record.type != seal_type && record.type != records_dropped_type)
      records.push_back(rewrite(record, moved));
  for (OpenIncident& open : open_incidents) {
    if (const auto found = moved.find(open.id); found != moved.end()) open.id = found->second;
    const auto alarm = moved.find(open.alarm_epoch + ":" + std::to_string(open.alarm_seq));
    if (alarm == moved.end()) continue;
    open.alarm_epoch = epoch;
    open.alarm_seq = std::stoull(alarm->second.substr(epoch.size() + 1));
  }
  sealed.seq = 0;
  seal_now_ = true;
  return records;
}

/// Under another key; `moved` tells where its incident's first record has gone, if it has.
Record Journal::rewrite(const Record& undone, std::map<std::string, std::string>& moved) {
  json body = json::parse(undone.bytes);
  Record record = undone;
  record.epoch = head_.epoch;
  record.seq = head_.seq + 1;
  moved[undone.epoch + ":" + std::to_string(undone.seq)] = record.epoch + ":" + std::to_string(record.seq);
  if (const auto found = moved.find(undone.incident); found != moved.end()) record.incident = found->second;
  body.update({{"epoch", record.epoch},
               {"seq", record.seq},
               {"prev", to_hex(head_.hash)},
               {"incident", record.incident}});
  chain(record, std::move(body));
  return record;
}

/// The next one; what happens once is an incident of its own.
Record Journal::begin(RecordClass record_class, std::string_view type) const {
  Record record;
  record.epoch = head_.epoch;
  record.seq = head_.seq + 1;
  record.record_class = record_class;
  record.type = type;
  record.incident = record.epoch + ":" + std::to_string(record.seq);
  return record;
}

/// What every record says, and its place in the chain.
void Journal::close(Record& record, json&& body, Moment at, const Stamp& stamp) {
  record.time_ms = stamp.wall_ms_at(at);
  body.update({
      {"v", record_version},
      {"device", identity_.device},
      {"epoch", record.epoch},
      {"seq", record.seq},
      {"prev", to_hex(head_.hash)},
      {"boot", stamp.boot},
      {"mono_ms", at.time_since_epoch().count()},
      {"time", format_rfc3339(record.time_ms, stamp.utc_offset_min)},
      {"clock", stamp.clock},
      {"lift", identity_.lift},
      {"type", record.type},
      {"incident", record.incident},
  });
  chain(record, std::move(body));
}

void Journal::chain(Record& record, json&& body) {
  if (record.type == seal_type) sign_seal(body, *key_);
  record.bytes = canonical(body);
  record.hash = sha256(record.bytes);
  head_.seq = record.seq;
  head_.hash = record.hash;
}

RecordTerms Journal::terms(const Stamp& stamp) const {
  return {.moment = [stamp](Moment at) { return format_rfc3339(stamp.wall_ms_at(at), stamp.utc_offset_min); },
          .incident =
              [this](EventType type, const std::string& subject) {
                const auto found = last_incidents.find(kind_of(type, subject));
                return found == last_incidents.end() ? json{} : json(found->second);
              },
          .code =
              [this](Cause cause) {
                const auto code = codes_.code_of(cause);
                return code ? json(*code) : json{};
              }};
}

/// A record that says nothing of it, like the last of a fault, is of the case that the incident is.
std::string Journal::case_in(const Event& event) const {
  const std::string_view told = case_of(event);
  if (!told.empty() || event.phase == Phase::noted) return std::string{told};
  const auto open = std::find_if(open_incidents.begin(), open_incidents.end(), is_of(event));
  return open == open_incidents.end() ? "" : open->which_case;
}

/// The incident's id is the key of its first record.
std::string Journal::incident_of(const Event& event, const Record& record, std::int64_t since_ms) {
  if (const auto* said = std::get_if<CauseSaidEvidence>(&event.evidence)) return said->incident;
  if (event.phase == Phase::noted) return record.incident;
  auto open = std::find_if(open_incidents.begin(), open_incidents.end(), is_of(event));
  if (open == open_incidents.end()) {
    OpenIncident incident;
    incident.id = record.incident;
    incident.type = event.type;
    incident.subject = event.subject;
    incident.since_ms = since_ms;
    last_incidents[kind_of(event.type, event.subject)] = incident.id;
    open = open_incidents.insert(open, incident);
  }
  std::string id = open->id;
  if (event.phase == Phase::cleared) {
    open_incidents.erase(open);
    return id;
  }
  if (const std::string_view told = case_of(event); !told.empty()) open->which_case = told;
  open->phase = event.phase;
  open->severity = severity(event.type, event.phase);
  open->confidence = event.confidence;
  open->acknowledged = open->acknowledged || event.phase == Phase::acknowledged;
  if (event.phase == Phase::confirmed) {
    open->alarm_epoch = record.epoch;
    open->alarm_seq = record.seq;
  }
  return id;
}

const OpenIncident* Journal::find(const std::string& id) const {
  const auto found = std::find_if(open_incidents.begin(), open_incidents.end(),
                                  [&](const OpenIncident& incident) { return incident.id == id; });
  return found == open_incidents.end() ? nullptr : &*found;
}

const OpenIncident* Journal::find(EventType type) const {
  const auto found = std::find_if(open_incidents.begin(), open_incidents.end(),
                                  [&](const OpenIncident& incident) { return incident.type == type; });
  return found == open_incidents.end() ? nullptr : &*found;
}

}  // namespace liftbox
