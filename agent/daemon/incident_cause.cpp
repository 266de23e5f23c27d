#include "agent/daemon/incident_cause.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "agent/daemon/measures.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
constexpr std::int64_t days_kept_open = 90;
constexpr std::size_t longest_name = 64;

void check_code(const CauseSaid& said, const CodeTable& codes) {
  if (codes.rescue_causes.empty())
    throw std::invalid_argument{
        fmt::format("region {} has no [rescue_causes]: its file must list them first", codes.region)};
  if (!codes.rescue_causes.contains(said.code))
    throw std::invalid_argument{fmt::format(
        "{} is no cause of region {}: `liftctl incident causes` lists them", said.code, codes.region)};
  if (said.by.empty() || said.by.size() > longest_name)
    throw std::invalid_argument{fmt::format("a work number has 1 to {} bytes", longest_name)};
  if (said.note.size() > longest_note)
    throw std::invalid_argument{fmt::format("the note is longer than {} bytes", longest_note)};
}

/// What the newest record that suggests causes suggests.
bool is_suggested(const std::string& code, const std::vector<json>& life) {
  const auto last = std::find_if(life.rbegin(), life.rend(),
                                 [](const json& record) { return record.at("evidence").contains("causes"); });
  if (last == life.rend()) return false;
  const json& causes = last->at("evidence").at("causes");
  return std::any_of(causes.begin(), causes.end(),
                     [&](const json& one) { return one.value("code", json{}) == code; });
}

}  // namespace

json rescue_causes_json(const CodeTable& codes) {
  json all = json::array();
  for (const auto& [code, cause] : codes.rescue_causes)
    all.push_back({{"code", code},
                   {"cause", cause.cause ? json(name(*cause.cause)) : json{}},
                   {"zh", cause.text_zh},
                   {"en", cause.text_en}});
  return all;
}

RecordQuery cause_query(const CauseSaid& said) {
  RecordQuery query;
  query.incident = said.incident;
  query.newest = true;
  return query;
}

CauseSaidEvidence accept_cause(const CauseSaid& said, const CodeTable& codes,
                               const std::vector<StoredRecord>& records, std::int64_t now_ms) {
  check_code(said, codes);
  std::vector<json> life;
  bool confirmed = false;
  std::int64_t newest = 0;
  for (const StoredRecord& stored : records) {
    if (stored.record.type != name(EventType::entrapment)) continue;
    life.push_back(json::parse(stored.record.bytes));
    confirmed = confirmed || life.back().at("phase") == name(Phase::confirmed);
    newest = std::max(newest, stored.record.time_ms);
  }
  if (life.empty())
    throw std::invalid_argument{
        "no such entrapment is in the store: `liftctl events --type entrapment` lists them"};
  if (!confirmed) throw std::invalid_argument{"it was only suspected: nobody was shut in"};
  if (now_ms - newest > days_kept_open * day_ms)
    throw std::invalid_argument{fmt::format("it was over more than {} days ago", days_kept_open)};
  return {said.incident, said.code, is_suggested(said.code, life), said.by, said.note};
}

}  // namespace liftbox
