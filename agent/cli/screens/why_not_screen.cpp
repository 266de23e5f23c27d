#include "agent/cli/screens/why_not_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "agent/cli/screens/columns.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/held_back_words.hpp"
#include "agent/cli/screens/words.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

constexpr int times_columns = 6;
constexpr int time_columns = 14;  ///< "01-05 08:01:02"
constexpr int why_columns = 15;

/// "2026-01-05T08:01:02.345+08:00" -> "01-05 08:01:02"
std::string short_time(const std::string& time) {
  constexpr std::size_t year = 5;
  constexpr std::size_t second = 19;
  if (time.size() < second) return time;
  std::string out = time.substr(year, second - year);
  std::replace(out.begin(), out.end(), 'T', ' ');
  return out;
}

std::string rule_of(const json& held) {
  const auto subject = text(held, "subject");
  return titled(text(held, "rule")) + (subject.empty() ? "" : " (" + subject + ")");
}

/// Of many: which input or mode it was stands with each of the last ones.
std::string reason_of(const json& counted) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> words{
      {{"mode", "service mode"},
       {"unknown_input", "unknown input"},
       {"filter", "filtered"},
       {"latch", "counts as empty"},
       {"swallowed", "swallowed"}}};
  auto reason = text(counted, "reason");
  for (const auto& [name, said] : words)
    if (name == reason) return std::string{said};
  return reason;
}

std::string counts_text(const json& counts, const Terminal& terminal) {
  const auto row = [](const std::string& times, const std::string& last, const std::string& why,
                      const std::string& rule) {
    return padded(times, times_columns) + " " + padded(last, time_columns) + " " + padded(why, why_columns) +
           " " + rule;
  };
  std::string out = painted(Ink::dim, row("times", "last", "why not", "rule"), terminal) + '\n';
  for (const json& one : counts)
    out += cut(row(text(one, "times"), short_time(text(one, "last")), reason_of(one), rule_of(one)),
               terminal.columns) +
           '\n';
  return out;
}

std::string last_text(const json& last, const Terminal& terminal) {
  int number = 0;
  for (const json& one : last) number = std::max(number, columns_of("#" + text(one, "number")));
  std::string out;
  for (const json& one : last) {
    const auto head = padded("#" + text(one, "number"), number) + " " + short_time(text(one, "time")) + " ";
    const int used = columns_of(head);
    auto lines = wrapped(rule_of(one) + ": " + held_back_words(one), std::max(terminal.columns - used, 10));
    for (std::size_t i = 0; i < lines.size(); ++i)
      out += (i == 0 ? head : padded("", used)) + lines[i] + '\n';
  }
  return out;
}

std::string state_text(const json& state) {
  const json& value = member(state, "value");
  if (value.is_null()) return "?";
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  return text(state, "value");
}

}  // namespace

std::string why_not_screen(const json& answer, const Terminal& terminal) {
  const json& counts = member(answer, "counts");
  if (counts.empty()) return "Nothing was held back so far.\n";
  std::string out = counts_text(counts, terminal);
  const json& last = member(answer, "last");
  if (last.empty()) return out;
  out += "\nThe last ones; `liftctl why-not NUMBER` shows the lift as it was\n";
  return out + last_text(last, terminal);
}

std::string why_not_detail(const json& answer, const Terminal& terminal) {
  const json& held = member(answer, "held_back");
  std::string out;
  for (const std::string& line : wrapped(fmt::format("#{} {} was not raised: {}", text(held, "number"),
                                                     rule_of(held), held_back_words(held)),
                                         terminal.columns))
    out += line + '\n';
  out += "at     " + text(held, "time") + "\nbegan  " + text(held, "since") + "\n\n";
  const json& snapshot = member(held, "snapshot");
  int name = 0;
  for (const auto& [signal, state] : snapshot.items()) name = std::max(name, columns_of(clean(signal)));
  for (const auto& [signal, state] : snapshot.items()) {
    const bool good = text(state, "quality") == "good";
    const auto line = padded(clean(signal), name) + " " + padded(state_text(state), value_columns) + " " +
                      padded(age_text(count(state, "age_ms")), age_columns) + " " + text(state, "quality");
    out += painted(good ? Ink::plain : Ink::warning, cut(line, terminal.columns), terminal) + '\n';
  }
  return out;
}

}  // namespace liftbox::screen
