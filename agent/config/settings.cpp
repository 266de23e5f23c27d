#include "agent/config/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace liftbox {
namespace {

constexpr std::int64_t longest_s = 30LL * 24 * 3600;
constexpr std::int64_t longest_ms = longest_s * 1000;
constexpr std::int64_t largest = 1'000'000;

bool in_milliseconds(const Setting& setting) {
  return setting.name.ends_with("_ms");
}

std::optional<std::int64_t> whole_in(const Scalar& value, std::int64_t min, std::int64_t max) {
  const auto* const whole = std::get_if<std::int64_t>(&value);
  if (whole == nullptr || *whole < min || *whole > max) return std::nullopt;
  return *whole;
}

/// Seconds may have decimals, milliseconds may not.
bool set(Duration& field, const Setting& setting, const Scalar& value) {
  if (in_milliseconds(setting)) {
    const auto ms = whole_in(value, 0, longest_ms);
    if (ms) field = Duration{*ms};
    return ms.has_value();
  }
  const auto* const whole = std::get_if<std::int64_t>(&value);
  const auto* const decimal = std::get_if<double>(&value);
  if (whole == nullptr && decimal == nullptr) return false;
  const double seconds = whole != nullptr ? static_cast<double>(*whole) : *decimal;
  if (!(seconds >= 0 && seconds <= static_cast<double>(longest_s))) return false;
  field = Duration{std::llround(seconds * 1000)};
  return true;
}
bool set(int& field, const Setting&, const Scalar& value) {
  const auto whole = whole_in(value, 0, largest);
  if (whole) field = static_cast<int>(*whole);
  return whole.has_value();
}
bool set(std::optional<int>& field, const Setting&, const Scalar& value) {
  const auto whole = whole_in(value, 1, largest);
  if (whole) field = static_cast<int>(*whole);
  return whole.has_value();
}
bool set(bool& field, const Setting&, const Scalar& value) {
  const auto* const flag = std::get_if<bool>(&value);
  if (flag != nullptr) field = *flag;
  return flag != nullptr;
}

std::string wanted(const Setting& setting) {
  if (std::holds_alternative<bool*>(setting.field)) return "true or false";
  if (std::holds_alternative<int*>(setting.field)) return fmt::format("a whole number, 0 to {}", largest);
  if (std::holds_alternative<std::optional<int>*>(setting.field))
    return fmt::format("a whole number, 1 to {}", largest);
  if (in_milliseconds(setting)) return fmt::format("whole milliseconds, 0 to {}", longest_ms);
  return fmt::format("seconds, 0 to {}", longest_s);
}

/// A number, true, false, or else just text.
Scalar scalar(std::string_view text) {
  if (text == "true" || text == "false") return text == "true";
  const char* const end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto parsed = std::from_chars(text.data(), end, whole);
      parsed.ec == std::errc{} && parsed.ptr == end)
    return whole;
  double number = 0;
  if (const auto parsed = std::from_chars(text.data(), end, number);
      parsed.ec == std::errc{} && parsed.ptr == end)
    return number;
  return std::string{text};
}

/// The table of "rules.entrapment.outside_confirm_s", and the last word of it.
std::pair<Table, std::string> place(Table table, std::string_view name) {
  for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
    table = table.table(std::string{name.substr(0, dot)});
    name.remove_prefix(dot + 1);
  }
  return {table, std::string{name}};
}

std::string hint(std::string_view name, const std::vector<Setting>& all) {
  std::vector<std::string> names(all.size());
  std::transform(all.begin(), all.end(), names.begin(), [](const Setting& setting) { return setting.name; });
  const std::string meant = nearest(name, names);
  return meant.empty() ? "they are the keys of [rules.*] and [lift]"
                       : fmt::format("did you mean '{}'?", meant);
}

[[noreturn]] void reject(std::string_view assignment, const std::string& message) {
  throw ConfigError{{{fmt::format("--set {}", assignment), 0, 0, message}}};
}

}  // namespace

std::vector<Setting> settings_of(Rules& rules, LiftFacts& facts) {
  std::vector<Setting> all;
  const auto add = [&](std::string_view name, auto& field) { all.push_back({std::string{name}, &field}); };
  visit_rules(rules, add);
  visit_lift_facts(facts, add);
  return all;
}

std::string assign(const Setting& setting, const Scalar& value) {
  const bool done = std::visit([&](auto* field) { return set(*field, setting, value); }, setting.field);
  return done ? "" : wanted(setting);
}

void read_settings(const Table& root, Rules& rules, LiftFacts& facts) {
  for (const Setting& setting : settings_of(rules, facts)) {
    const auto [table, key] = place(root, setting.name);
    const std::optional<Scalar> value = table.scalar(key);
    if (!value) continue;
    const std::string problem = assign(setting, *value);
    if (!problem.empty()) table.mistake(key, fmt::format("'{}' must be {}", key, problem));
  }
}

void apply_setting(Rules& rules, LiftFacts& facts, std::string_view assignment) {
  const auto equals = assignment.find('=');
  const std::string_view name = assignment.substr(0, equals);
  const std::vector<Setting> all = settings_of(rules, facts);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Setting& s) { return s.name == name; });
  if (found == all.end())
    reject(assignment, fmt::format("there is no setting '{}': {}", name, hint(name, all)));
  if (equals == std::string_view::npos) reject(assignment, fmt::format("write {}=VALUE", name));
  const std::string problem = assign(*found, scalar(assignment.substr(equals + 1)));
  if (!problem.empty()) reject(assignment, fmt::format("the value must be {}", problem));
}

}  // namespace liftbox
