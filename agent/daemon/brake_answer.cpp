#include "agent/daemon/brake_answer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "agent/daemon/measures.hpp"
#include "agent/daemon/payloads.hpp"
#include "agent/records/brake_json.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

constexpr std::size_t date_length = 10;
constexpr std::size_t last_shown = 5;
constexpr std::string_view first_day = "2000-01-01";

json identity_json(const Answers::Of& of) {
  const LiftIdentity& lift = of.site.lift;
  return {{"registration_code", lift.registration_code},
          {"use_registration", lift.use_registration},
          {"address", lift.address},
          {"brand", lift.brand},
          {"maintenance_firm", lift.maintenance_firm}};
}

json facts_json(const BrakeDossier& dossier) {
  const BrakeFacts& facts = dossier.facts();
  return {{"model", facts.model},
          {"type", name(facts.type)},
          {"priority_model", is_priority_model(facts.model)},
          {"arms", facts.arms ? json(*facts.arms) : json{}},
          {"push_rod", name(dossier.push_rod())},
          {"push_rod_at_installation", name(facts.push_rod)}};
}

json times_json(const BrakeDossier& dossier) {
  json out = brake_table_json(dossier.now());
  for (auto& [arm, figures] : out.items()) {
    const std::vector<int>& last = dossier.memory.series.at(arm).last;
    const auto shown = static_cast<std::ptrdiff_t>(std::min(last.size(), last_shown));
    figures["last_ms"] = std::vector<int>(last.end() - shown, last.end());
  }
  return out;
}

json watch_json(const BrakeDossier& dossier, const Stamp& now) {
  const auto& since = dossier.memory.watched_since;
  json out{{"cycles", dossier.cycles()},
           {"cycles_wanted", dossier.cycles_wanted()},
           {"days_wanted", BrakeDossier::watched_days},
           {"incidents", dossier.memory.incidents}};
  out["since"] = since ? json(format_rfc3339(now.wall_ms_at(*since), now.utc_offset_min)) : json{};
  out["days"] = since ? json((now.now - *since) / Duration{std::chrono::hours{24}}) : json{};
  return out;
}

json open_json(const Answers::Of& of, const Stamp& now) {
  json out = json::array();
  for (json& open : incidents_json(of.pipeline.journal(), now))
    if (open["type"].get_ref<const std::string&>().starts_with("brake_")) out.push_back(std::move(open));
  return out;
}

std::string given(const json& params, const char* key, std::size_t longest) {
  std::string text = params.value(key, std::string{});
  if (text.size() > longest)
    throw std::invalid_argument{fmt::format("{} has {} bytes: give at most {}", key, text.size(), longest)};
  return text;
}

/// The day of the work; none given: today.
void take_day(const json& params, const Stamp& now, BrakeWork& work) {
  const bool dated = now.clock != "unset";
  const std::string today = format_rfc3339(now.wall_ms, now.utc_offset_min).substr(0, date_length);
  work.done = given(params, "done", date_length);
  if (work.done.empty() && !dated)
    throw std::invalid_argument{"the clock of this box was never set: give the day of the work, 2026-01-05"};
  if (work.done.empty()) work.done = today;
  if (!parse_rfc3339(work.done + "T00:00:00Z"))
    throw std::invalid_argument{fmt::format("'{}' is no day: write it like {}", work.done, today)};
  if (dated && work.done > today)
    throw std::invalid_argument{
        fmt::format("{} is in the future, today is {}: work is recorded once it is done", work.done, today)};
  if (work.done < first_day)
    throw std::invalid_argument{fmt::format("{} is too long ago: look at the year", work.done)};
  work.earlier = dated && work.done < today;
}

void take_push_rod(const json& params, BrakeWork& work) {
  const std::string material = params.value("push_rod", std::string{});
  const auto names = push_rod_names();
  if (material.empty()) {
    if (work.action == BrakeAction::push_rod_changed)
      throw std::invalid_argument{
          fmt::format("the push-rod was changed: say what the new one is made of, one of {}",
                      fmt::join(names.begin() + 1, names.end(), ", "))};
    return;
  }
  work.push_rod = find_push_rod(material);
  if (!work.push_rod || work.push_rod == PushRod::unknown)
    throw std::invalid_argument{fmt::format("there is no material '{}': give one of {}", material,
                                            fmt::join(names.begin() + 1, names.end(), ", "))};
}

}  // namespace

json brake_answer(const Answers::Of& of) {
  const Lift& lift = of.pipeline.lift();
  const BrakeDossier& dossier = lift.brake_dossier();
  const BrakeVerdict verdict = lift.brake_verdict();
  const Stamp now = of.pipeline.stamp();
  json work = json::object();
  for (const auto& [action, done] : dossier.memory.work) work[action] = brake_work_json(done);
  return {{"device", of.site.device},
          {"time", format_rfc3339(now.wall_ms, now.utc_offset_min)},
          {"lift", identity_json(of)},
          {"brake", facts_json(dossier)},
          {"arms_timed", arms_timed(lift.car())},
          {"work", work},
          {"before", brake_table_json(dossier.memory.before)},
          {"now", times_json(dossier)},
          {"watch", watch_json(dossier, now)},
          {"days", brake_days_json(dossier.days())},
          {"verdict", name(verdict.result)},
          {"reasons", brake_reasons_json(verdict)},
          {"incidents", open_json(of, now)}};
}

BrakeWork brake_work(const json& params, const std::string& by, const Stamp& now) {
  BrakeWork work;
  const auto action = params.at("action").get<std::string>();
  const auto known = find_brake_action(action);
  if (!known)
    throw std::invalid_argument{fmt::format("there is no action '{}': give one of {}", action,
                                            fmt::join(brake_action_names(), ", "))};
  work.action = *known;
  work.by = by;
  work.note = given(params, "note", longest_note);
  take_push_rod(params, work);
  take_day(params, now, work);
  return work;
}

}  // namespace liftbox
