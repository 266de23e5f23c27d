#include "agent/daemon/why_not_answer.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "agent/records/event_json.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

std::string time_text(Moment at, const Stamp& now) {
  return format_rfc3339(now.wall_ms_at(at), now.utc_offset_min);
}

json entry_of(const HeldBackNote& note, const Stamp& now) {
  const HeldBack& held = note.what;
  return {{"number", note.number},
          {"rule", name(held.type)},
          {"reason", name(held.reason)},
          {"by", held.by},
          {"subject", held.subject},
          {"time", time_text(held.at, now)},
          {"since", time_text(held.since, now)},
          {"snapshot", snapshot_json(note.snapshot, held.at)}};
}

json entry_of(const json& record) {
  const json& evidence = record.at("evidence");
  return {{"number", evidence.at("number")},
          {"rule", evidence.at("rule")},
          {"reason", evidence.at("reason")},
          {"by", evidence.value("by", "")},
          {"subject", record.value("subject", "")},
          {"time", record.at("time")},
          {"since", record.at("since")},
          {"snapshot", record.at("snapshot")}};
}

/// By number. What is in memory still is not taken from the store as well.
std::map<std::int64_t, json> all_of_them(const HeldBackLog& log, const std::vector<StoredRecord>& recorded,
                                         const Stamp& now) {
  std::map<std::int64_t, json> all;
  for (const HeldBackNote& note : log.last()) all.emplace(note.number, entry_of(note, now));
  for (const StoredRecord& stored : recorded) {
    json entry = entry_of(json::parse(stored.record.bytes));
    all.emplace(entry.at("number").get<std::int64_t>(), std::move(entry));
  }
  return all;
}

}  // namespace

RecordQuery held_back_query() {
  RecordQuery query;
  query.type = name(EventType::held_back);
  query.limit = HeldBackLog::kept;
  query.newest = true;
  return query;
}

json why_not_answer(const HeldBackLog& log, const std::vector<StoredRecord>& recorded, const Stamp& now,
                    std::size_t limit) {
  json counts = json::array();
  for (const HeldBackLog::Count& count : log.memory.counts)
    counts.push_back({{"rule", name(count.type)},
                      {"reason", name(count.reason)},
                      {"times", count.times},
                      {"last", time_text(count.last, now)}});
  json last = json::array();
  const auto all = all_of_them(log, recorded, now);
  const std::size_t skipped = all.size() - std::min(limit, all.size());
  for (auto entry = std::next(all.begin(), static_cast<std::ptrdiff_t>(skipped)); entry != all.end();
       ++entry) {
    last.push_back(entry->second);
    last.back().erase("snapshot");
  }
  return {{"times", log.memory.all}, {"counts", counts}, {"last", last}};
}

json why_not_detail(const HeldBackLog& log, const std::vector<StoredRecord>& recorded, const Stamp& now,
                    std::int64_t number) {
  const auto all = all_of_them(log, recorded, now);
  const auto found = all.find(number);
  return found == all.end() ? json{} : found->second;
}

}  // namespace liftbox
