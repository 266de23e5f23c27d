#include "agent/cli/screens/snapshot_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "agent/cli/screens/fields.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;
constexpr int name_columns = 20;
constexpr int narrowest = 20;
constexpr std::array ramp{".", ":", "-", "=", "+", "*", "#", "@"};  ///< of a quantity, low to high

struct Step {
  Moment at;
  std::optional<Value> value;  ///< nothing: unknown
};
using Steps = std::map<Signal, std::vector<Step>>;

Steps steps_of(const Trace& trace) {
  Steps steps;
  for (const Binding& binding : trace.bindings.bindings) steps[binding.signal];
  for (const Reading& reading : trace.readings)
    steps[reading.signal].push_back(
        {reading.at, reading.quality == Quality::good ? std::optional{reading.value} : std::nullopt});
  return steps;
}

bool changes(const std::vector<Step>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [&](const Step& step) { return step.value != steps.front().value; });
}

/// The lowest and the highest that it was.
std::pair<Value, Value> span_of(const std::vector<Step>& steps) {
  std::pair<Value, Value> span{std::numeric_limits<Value>::max(), std::numeric_limits<Value>::min()};
  for (const Step& step : steps)
    if (step.value) span = {std::min(span.first, *step.value), std::max(span.second, *step.value)};
  return span;
}

std::string letter(Signal signal, Value value, const std::pair<Value, Value>& span) {
  if (info(signal).type == SignalType::boolean) return value != 0 ? "#" : "_";
  if (info(signal).type == SignalType::enumeration) return format(signal, value).substr(0, 1);
  if (span.second - span.first < static_cast<Value>(ramp.size()) && span.first >= 0 && span.second < 10)
    return std::to_string(value);
  const auto above = static_cast<std::size_t>(std::int64_t{value} - span.first);
  return ramp.at(above * (ramp.size() - 1) /
                 static_cast<std::size_t>(std::int64_t{span.second} - span.first));
}

/// One column is a span of time: what held at its beginning, or `|` where a contact closed and opened within
/// it.
std::string line_of(Signal signal, const std::vector<Step>& steps, Moment end, int columns) {
  const auto span = span_of(steps);
  std::string line;
  std::size_t next = 0;
  std::optional<Value> value;
  for (int column = 0; column < columns; ++column) {
    const Moment upto = Moment{end.time_since_epoch() * (column + 1) / columns};
    std::size_t edges = 0;
    for (; next < steps.size() && (steps[next].at < upto || column + 1 == columns); ++next, ++edges)
      value = steps[next].value;
    const bool flutters = edges > 1 && info(signal).type == SignalType::boolean;
    line += flutters ? "|" : value ? letter(signal, *value, span) : "?";
  }
  return line;
}

std::string seconds(Duration time) {
  const auto ms = time.count();
  return fmt::format("{}{}.{:03}", ms < 0 ? "-" : "+", std::abs(ms) / 1000, std::abs(ms) % 1000);
}

std::string scale(Moment end, Moment marked, int columns) {
  std::string line(static_cast<std::size_t>(columns), ' ');
  const auto at = static_cast<std::size_t>(
      std::min<std::int64_t>(columns - 1, marked.time_since_epoch().count() * columns /
                                              std::max<std::int64_t>(1, end.time_since_epoch().count())));
  const std::string left = fmt::format("-{} s", marked.time_since_epoch().count() / 1000);
  const std::string right = fmt::format("+{} s", (end - marked).count() / 1000);
  line.replace(0, left.size(), left);
  line.replace(line.size() - right.size(), right.size(), right);
  line[at] = 'v';
  return line;
}

std::string value_text(Signal signal, const std::optional<Value>& value) {
  if (!value) return "?";
  if (info(signal).type == SignalType::boolean) return *value != 0 ? "yes" : "no";
  const std::string unit{info(signal).unit};
  return format(signal, *value) + (unit.empty() ? "" : " " + unit);
}

}  // namespace

std::string snapshots_screen(const json& answer, const Terminal& terminal) {
  std::string out;
  for (const json& about : member(answer, "snapshots")) {
    const std::string name = text(about, "name");
    const std::string sent = flag(about, "sent") ? "sent" : "waits";
    const std::string line = fmt::format(
        "{} {} {} {}{}", padded(short_incident(name), 8), padded(text(about, "from"), 29),
        padded(bytes_text(count(about, "bytes")), 9), sent,
        flag(about, "complete") ? "" : ", cut short: the box ended within the minute after the alarm");
    out += cut(line, terminal.columns) + '\n';
  }
  return out.empty() ? "no snapshots: there has been no alarm\n" : out;
}

std::string timeline_screen(const Trace& trace, Moment marked, const Terminal& terminal) {
  const int columns = std::max(narrowest, terminal.columns - name_columns - 1);
  std::string out = padded("", name_columns + 1) + scale(trace.end, marked, columns) + '\n';
  std::string unchanged = "unchanged:";
  for (const auto& [signal, steps] : steps_of(trace)) {
    const std::string title{name(signal)};
    if (!changes(steps)) {
      unchanged += " " + title + "=" + (steps.empty() ? "?" : value_text(signal, steps.front().value)) + ";";
      continue;
    }
    out += padded(title, name_columns) + " " + line_of(signal, steps, trace.end, columns) + '\n';
  }
  out +=
      painted(Ink::dim, "# yes  _ no  | both within one column  ? unknown  .:-=+*#@ low to high", terminal) +
      '\n';
  if (unchanged.back() == ';') {
    unchanged.pop_back();
    for (const std::string& line : wrapped(unchanged, terminal.columns))
      out += painted(Ink::dim, line, terminal) + '\n';
  }
  return out;
}

std::string changes_screen(const Trace& trace, Moment marked) {
  std::map<Signal, std::optional<Value>> held;
  std::string out;
  for (const Reading& reading : trace.readings) {
    const auto value = reading.quality == Quality::good ? std::optional{reading.value} : std::nullopt;
    const auto before = held.find(reading.signal);
    const bool first = before == held.end();
    if (!first && before->second == value) continue;
    if (!first)
      out += fmt::format("{:>9} s  {} {} -> {}\n", seconds(reading.at - marked),
                         padded(name(reading.signal), name_columns),
                         value_text(reading.signal, before->second), value_text(reading.signal, value));
    held[reading.signal] = value;
  }
  return out;
}

}  // namespace liftbox::screen
