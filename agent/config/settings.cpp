#include "agent/config/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "agent/config/limits.hpp"
#include "agent/config/units.hpp"
#include "agent/elevator/date.hpp"

namespace liftbox {
namespace {

bool in_milliseconds(const Setting& setting) {
  return setting.name.ends_with("_ms");
}

std::optional<std::int64_t> whole_in(const Setting& setting, const Scalar& value) {
  const Limits limits = limits_of(setting.name);
  const auto* const whole = std::get_if<std::int64_t>(&value);
  if (whole == nullptr || *whole < limits.min || *whole > limits.max) return std::nullopt;
  return *whole;
}

/// Seconds may have decimals, milliseconds may not.
bool set(Duration& field, const Setting& setting, const Scalar& value) {
  if (in_milliseconds(setting)) {
    const auto ms = whole_in(setting, value);
    if (ms) field = Duration{*ms};
    return ms.has_value();
  }
  const auto* const whole = std::get_if<std::int64_t>(&value);
  const auto* const decimal = std::get_if<double>(&value);
  if (whole == nullptr && decimal == nullptr) return false;
  const double seconds = whole != nullptr ? static_cast<double>(*whole) : *decimal;
  const Limits limits = limits_of(setting.name);
  if (!(seconds >= static_cast<double>(limits.min) && seconds <= static_cast<double>(limits.max)))
    return false;
  field = Duration{std::llround(seconds * 1000)};
  return true;
}
template <class Number>
bool set(Number& field, const Setting& setting, const Scalar& value) {
  const auto whole = whole_in(setting, value);
  if (whole) field = static_cast<int>(*whole);
  return whole.has_value();
}
bool set(bool& field, const Setting&, const Scalar& value) {
  const auto* const flag = std::get_if<bool>(&value);
  if (flag != nullptr) field = *flag;
  return flag != nullptr;
}

bool set(std::optional<Date>& field, const Setting&, const Scalar& value) {
  const auto* const text = std::get_if<std::string>(&value);
  const auto date = text != nullptr ? parse_date(*text) : std::nullopt;
  if (date) field = date;
  return date.has_value();
}

bool is_date(const Setting& setting) {
  return std::holds_alternative<std::optional<Date>*>(setting.field);
}

/// "seconds, 0 to 3600"
std::string wanted(const Setting& setting) {
  if (std::holds_alternative<bool*>(setting.field)) return "true or false, without quotes";
  if (is_date(setting)) return "a day of the calendar, as in \"2026-11-20\"";
  const Limits limits = limits_of(setting.name);
  const std::string_view unit = unit_words(setting.name);
  const bool decimals = std::holds_alternative<Duration*>(setting.field) && !in_milliseconds(setting);
  const std::string what =
      unit.empty() ? "a whole number" : fmt::format("{}{}", decimals ? "" : "whole ", unit);
  return fmt::format("{}, {} to {}", what, limits.min, limits.max);
}

/// What would be within the limits if it was meant in a unit a thousand times as large, or as small.
std::string unit_slip(const Setting& setting, const std::string& key, const Scalar& value) {
  const auto* const whole = std::get_if<std::int64_t>(&value);
  const auto* const decimal = std::get_if<double>(&value);
  if (unit_words(key).empty() || (whole == nullptr && decimal == nullptr)) return "";
  const double given = whole != nullptr ? static_cast<double>(*whole) : *decimal;
  const Limits limits = limits_of(setting.name);
  for (const double factor : {1000.0, 0.001}) {
    const double meant = given * factor;
    const bool fits = meant >= static_cast<double>(std::max<std::int64_t>(limits.min, 1)) &&
                      meant <= static_cast<double>(limits.max) && std::nearbyint(meant) == meant;
    if (fits) return fmt::format("; if the unit slipped, write {} = {}", key, meant);
  }
  return "";
}

/// A number in another unit, or as text.
std::string remedy(const Setting& setting, const Scalar& value) {
  const std::string key = setting.name.substr(setting.name.rfind('.') + 1);
  const auto* const text = std::get_if<std::string>(&value);
  const bool is_number = !std::holds_alternative<bool*>(setting.field) && !is_date(setting);
  const auto number = text != nullptr && is_number ? number_in_unit_of(key, *text) : std::nullopt;
  if (!number) return "give " + wanted(setting) + unit_slip(setting, key, value);
  return fmt::format("write {} = {}, the number alone without quotes", key, *number);
}

Scalar seconds_or_ms(Duration duration, bool milliseconds) {
  if (milliseconds || duration % std::chrono::seconds{1} == Duration{})
    return Scalar{milliseconds ? duration.count() : duration.count() / 1000};
  return static_cast<double>(duration.count()) / 1000;
}

std::optional<Scalar> value_of(const Setting& setting) {
  if (auto* const* const duration = std::get_if<Duration*>(&setting.field))
    return seconds_or_ms(**duration, in_milliseconds(setting));
  if (auto* const* const number = std::get_if<int*>(&setting.field)) return std::int64_t{**number};
  if (auto* const* const flag = std::get_if<bool*>(&setting.field)) return **flag;
  if (auto* const* const date = std::get_if<std::optional<Date>*>(&setting.field))
    return **date ? std::optional<Scalar>{format(***date)} : std::nullopt;
  auto* const optional = std::get<std::optional<int>*>(setting.field);
  return *optional ? std::optional<Scalar>{std::int64_t{**optional}} : std::nullopt;
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
  return meant.empty() ? "they are the keys of [rules.*], [lift], [box] and [inspection]"
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
  return done ? "" : remedy(setting, value);
}

namespace {

Duration duration_of(const std::vector<Setting>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Setting& s) { return s.name == name; });
  return *std::get<Duration*>(found->field);
}

void check_orders(const Table& root, const std::vector<Setting>& all) {
  for (const Order& order : orders()) {
    if (duration_of(all, order.lower) <= duration_of(all, order.upper)) continue;
    auto [table, lower] = place(root, order.lower);
    const auto [same, upper] = place(root, order.upper);
    table.mistake(
        table.has(upper) ? upper : lower,
        fmt::format("'{}' is less than '{}', {} s: {}; correct one of them", upper, lower,
                    static_cast<double>(duration_of(all, order.lower).count()) / 1000, order.otherwise));
  }
}

/// One end of an express zone is none.
void check_express_zone(const Table& root, const LiftFacts& facts) {
  if (facts.express_from.has_value() == facts.express_to.has_value()) return;
  const std::string there = facts.express_from ? "express_from" : "express_to";
  const std::string missing = facts.express_from ? "express_to" : "express_from";
  root.table("lift").mistake(
      there, fmt::format("'{}' is one end of the landings without doors: add '{}', the other, or remove it",
                         there, missing));
}

}  // namespace

void read_settings(const Table& root, Rules& rules, LiftFacts& facts) {
  const std::vector<Setting> all = settings_of(rules, facts);
  bool good = true;
  for (const Setting& setting : all) {
    const auto [table, key] = place(root, setting.name);
    const std::optional<Scalar> value = table.scalar(key);
    if (!value) {
      if (const auto fallback = value_of(setting); fallback && !table.has(key))
        table.in_force(key, *fallback);
      continue;
    }
    const std::string problem = assign(setting, *value);
    good = good && problem.empty();
    if (!problem.empty()) table.mistake(key, fmt::format("'{}' is {}: {}", key, as_toml(*value), problem));
  }
  if (good) check_orders(root, all);
  if (good) check_express_zone(root, facts);
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
  if (!problem.empty()) reject(assignment, problem);
}

}  // namespace liftbox
