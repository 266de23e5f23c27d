#include "agent/cli/screens/signals_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "agent/cli/screens/columns.hpp"
#include "agent/cli/screens/fields.hpp"

namespace liftbox::screen {
namespace {

using nlohmann::json;

constexpr int shortest_name_columns = 20;
constexpr int longest_name_columns = 36;
constexpr int quality_columns = 7;

std::string value_text(const json& signal) {
  const json& value = member(signal, "value");
  if (value.is_null()) return "?";
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  const auto unit = text(signal, "unit");
  constexpr std::string_view tenths = "0.1 ";
  if (value.is_number_integer() && unit.starts_with(tenths)) {
    const auto whole = value.get<std::int64_t>();
    return fmt::format("{}{}.{} {}", whole < 0 ? "-" : "", std::abs(whole) / 10, std::abs(whole) % 10,
                       unit.substr(tenths.size()));
  }
  return text(signal, "value") + (unit.empty() ? "" : " " + unit);
}

/// For the longest name: an installer calls a custom register as he likes.
int columns_for(const std::vector<const json*>& signals) {
  int columns = shortest_name_columns;
  for (const json* signal : signals)
    columns = std::max(columns, std::min(columns_of(text(*signal, "name")), longest_name_columns));
  return columns;
}

std::string row(int columns, const std::string& name, const std::string& value, const std::string& age,
                const std::string& quality, const std::string& source) {
  return padded(name, columns) + " " + padded(value, value_columns) + " " + padded(age, age_columns) + " " +
         padded(quality, quality_columns) + " " + source;
}

/// With what the controller's manual calls its fault.
std::string source_text(const json& signal) {
  const std::string meaning = text(signal, "meaning");
  return text(signal, "source") + (meaning.empty() ? "" : ": " + meaning);
}

bool is_good(const json& signal) {
  return text(signal, "quality") == "good";
}

std::string listed(std::string words, const std::vector<std::string>& names, Ink ink,
                   const Terminal& terminal) {
  if (names.empty()) return "";
  for (const auto& name : names) words += " " + name;
  std::string out;
  for (const auto& line : wrapped(words, terminal.columns)) out += painted(ink, line, terminal) + '\n';
  return out;
}

}  // namespace

std::string signals_screen(const json& answer, const Terminal& terminal) {
  std::vector<const json*> bound;
  std::vector<std::string> unbound;
  for (const json& signal : member(answer, "signals")) {
    if (text(signal, "quality") == "unbound") {
      unbound.push_back(text(signal, "name"));
    } else {
      bound.push_back(&signal);
    }
  }
  std::stable_partition(bound.begin(), bound.end(), [](const json* signal) { return !is_good(*signal); });
  const int columns = columns_for(bound);
  std::vector<std::string> doubtful;
  std::string out =
      painted(Ink::dim, cut(row(columns, "signal", "value", "age", "quality", "source"), terminal.columns),
              terminal) +
      '\n';
  for (const json* signal : bound) {
    const auto age = number(*signal, "age_ms");
    const auto line = row(columns, text(*signal, "name"), value_text(*signal), age ? age_text(*age) : "never",
                          text(*signal, "quality"), source_text(*signal));
    out +=
        painted(is_good(*signal) ? Ink::plain : Ink::warning, cut(line, terminal.columns), terminal) + '\n';
    if (!is_good(*signal)) doubtful.push_back(text(*signal, "name"));
  }
  // Said again at the end: of a list longer than the screen that is what is seen.
  return out + listed("not bound:", unbound, Ink::dim, terminal) +
         listed("NOT TO BE BELIEVED:", doubtful, Ink::warning, terminal);
}

}  // namespace liftbox::screen
