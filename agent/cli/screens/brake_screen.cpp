#include "agent/cli/screens/brake_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "agent/cli/screens/brake_words.hpp"
#include "agent/cli/screens/columns.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/words.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

constexpr int arm_columns = 15;
constexpr int figure_columns = 19;
constexpr std::int64_t least_span_ms = 40;  // else the noise of a healthy brake looks like mountains
constexpr int chart_columns = 31;

/// The days on which there was one.
std::vector<std::int64_t> numbers(const json& days) {
  std::vector<std::int64_t> known;
  for (const json& ms : days)
    if (ms.is_number()) known.push_back(ms.get<std::int64_t>());
  return known;
}

Ink ink_of(const std::string& verdict) {
  if (verdict == "put_right") return Ink::good;
  return verdict == "not_yet" ? Ink::alarm : verdict == "cannot_be_judged" ? Ink::warning : Ink::plain;
}

std::string labelled(std::string_view label, const std::string& words, const Terminal& terminal) {
  std::string out;
  for (const std::string& line : wrapped(words, terminal.columns - label_columns)) {
    out += padded(out.empty() ? label : "", label_columns) + line + '\n';
  }
  return out;
}

std::string reason_words(const std::string& reason, const json& answer) {
  std::string words = brake_english(reason);
  const json& watch = member(answer, "watch");
  if (reason == "too_few_cycles")
    words = fmt::format("{} of {} cycles since the repair", count(watch, "cycles"),
                        count(watch, "cycles_wanted"));
  if (reason == "incident_since") {
    const char* between = ": ";
    for (const auto& [type, times] : member(watch, "incidents").items()) {
      words += fmt::format("{}{} {}", between, clean(type), clean(times.dump()));
      between = ", ";
    }
  }
  return words;
}

std::string identity(const json& answer, const Terminal& terminal) {
  const json& brake = member(answer, "brake");
  const auto known = [&](const char* key) {
    const std::string word = text(brake, key);
    return word.empty() ? "unknown" : word;
  };
  const std::string type = known("type");
  std::string words = text(brake, "model").empty() ? "of unknown model" : text(brake, "model");
  words += type == "unknown" ? ", of unknown type" : ", " + brake_english(type);
  if (flag(brake, "priority_model")) words += ", a model that the notice of 2021 names";
  const std::string first = known("push_rod_at_installation");
  std::string rod = brake_english(known("push_rod"));
  if (first != known("push_rod") && first != "unknown")
    rod += "; it was of " + brake_english(first) + " when the box was installed";
  return labelled("Brake", words, terminal) + labelled("Push-rod", rod, terminal);
}

/// The last of each kind, the newest first.
std::string work_rows(const json& answer, const Terminal& terminal) {
  std::vector<json> all;
  for (const auto& [action, work] : member(answer, "work").items()) all.push_back(work);
  std::stable_sort(all.begin(), all.end(), [](const json& one, const json& other) {
    return text(one, "done") > text(other, "done");
  });
  std::string out;
  for (const json& work : all) {
    std::string words = text(work, "done") + " " + brake_english(text(work, "action"));
    if (const auto rod = text(work, "push_rod"); !rod.empty()) words += ", push-rod of " + brake_english(rod);
    words += ", by " + text(work, "by");
    if (const auto note = text(work, "note"); !note.empty()) words += ": " + note;
    out += labelled(out.empty() ? "Work" : "", words, terminal);
  }
  return out.empty()
             ? labelled("Work", "none on record: liftctl brake record --action dismantled --as …", terminal)
             : out;
}

std::string figures(const json& table, const std::string& arm) {
  const json& of_arm = member(table, arm.c_str());
  if (of_arm.is_null()) return "-";
  return fmt::format("{}/{} ms ({})", count(of_arm, "median_ms"), count(of_arm, "p95_ms"),
                     count(of_arm, "cycles"));
}

std::string last_cycles(const json& now, const std::string& arm) {
  std::string out;
  for (const json& ms : member(member(now, arm.c_str()), "last_ms"))
    out += (out.empty() ? "" : " ") + clean(ms.dump());
  return out;
}

std::string time_rows(const json& answer) {
  const json& before = member(answer, "before");
  const json& now = member(answer, "now");
  json arms = json::object();
  arms.update(before.is_object() ? before : json::object());
  arms.update(now.is_object() ? now : json::object());
  if (arms.empty()) return "no arm has been timed\n";
  std::string out = padded("Times", arm_columns) + padded("before", figure_columns) +
                    padded("now", figure_columns) + "last cycles\n";
  for (const auto& [arm, figures_of_arm] : arms.items()) {
    std::string line = padded(brake_arm_words(clean(arm)), arm_columns) +
                       padded(figures(before, arm), figure_columns) +
                       padded(figures(now, arm), figure_columns) + last_cycles(now, arm);
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out + "median/95 % (of so many cycles)\n";
}

std::string day_rows(const json& answer) {
  const json& days = member(answer, "days");
  if (!days.is_object() || days.empty()) return "";
  const json& watch = member(answer, "watch");
  std::string out = fmt::format("\nDays since the repair: {}, {} cycles; the first 30 day by day\n",
                                count(watch, "days"), count(watch, "cycles"));
  for (const auto& [arm, of_arm] : days.items()) {
    const json& medians = member(of_arm, "median_ms");
    const auto known = numbers(medians);
    if (known.empty()) continue;
    const auto slowest = numbers(member(of_arm, "slowest_ms"));
    out += padded(brake_arm_words(clean(arm)), arm_columns) + padded(day_chart(medians), chart_columns) +
           fmt::format("{} -> {} ms, slowest {}\n", known.front(), known.back(),
                       slowest.empty() ? 0 : *std::max_element(slowest.begin(), slowest.end()));
  }
  return out;
}

std::string incident_rows(const json& answer, const Terminal& terminal) {
  std::string out;
  for (const json& open : member(answer, "incidents"))
    out += labelled(
        out.empty() ? "Open" : "",
        fmt::format("{} {} {}, {}", short_incident(text(open, "incident")), titled(text(open, "type")),
                    text(open, "subject"), duration_text(count(open, "age_s"))),
        terminal);
  return out.empty() ? "" : '\n' + out;
}

}  // namespace

std::string day_chart(const json& days) {
  constexpr std::array<std::string_view, 8> bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const auto known = numbers(days);
  if (known.empty()) return "";
  const auto [low, high] = std::minmax_element(known.begin(), known.end());
  const std::int64_t span = std::max(*high - *low, least_span_ms);
  const std::int64_t bottom = (*low + *high - span) / 2;
  std::string out;
  for (const json& ms : days) {
    if (!ms.is_number()) {
      out += "·";
      continue;
    }
    const auto bar = (ms.get<std::int64_t>() - bottom) * (std::ssize(bars) - 1) / span;
    out += bars.at(static_cast<std::size_t>(bar));
  }
  return out;
}

std::string brake_verdict(const json& answer, const Terminal& terminal) {
  const std::string verdict = text(answer, "verdict");
  std::string out =
      padded("Verdict", label_columns) +
      painted(ink_of(verdict), brake_english(verdict) + " " + brake_chinese(verdict), terminal) + '\n';
  for (const json& reason : member(answer, "reasons"))
    if (reason.is_string())
      out += labelled("", "- " + reason_words(clean(reason.get<std::string>()), answer), terminal);
  return out;
}

std::string brake_screen(const json& answer, const Terminal& terminal) {
  return brake_verdict(answer, terminal) + identity(answer, terminal) + work_rows(answer, terminal) + '\n' +
         time_rows(answer) + day_rows(answer) + incident_rows(answer, terminal);
}

}  // namespace liftbox::screen
