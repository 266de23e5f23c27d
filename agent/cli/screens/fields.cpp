#include "agent/cli/screens/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

using nlohmann::json;

const json& member(const json& object, const char* name) {
  static const json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

std::string text(const json& object, const char* name) {
  const json& value = member(object, name);
  if (value.is_null()) return "";
  if (value.is_string()) return clean(value.get_ref<const std::string&>());
  return clean(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

bool flag(const json& object, const char* name) {
  const json& value = member(object, name);
  return value.is_boolean() && value.get<bool>();
}

std::optional<std::int64_t> number(const json& object, const char* name) {
  const json& value = member(object, name);
  if (!value.is_number()) return std::nullopt;
  return value.get<std::int64_t>();
}

std::int64_t count(const json& object, const char* name) {
  return number(object, name).value_or(0);
}

std::string short_incident(const std::string& incident) {
  const auto colon = incident.rfind(':');
  return colon == std::string::npos ? incident : "#" + incident.substr(colon + 1);
}

std::string duration_text(std::int64_t seconds) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  seconds = std::max<std::int64_t>(seconds, 0);
  if (seconds < minute) return fmt::format("{} s", seconds);
  if (seconds < hour) return fmt::format("{} min {} s", seconds / minute, seconds % minute);
  if (seconds < day) return fmt::format("{} h {} min", seconds / hour, seconds % hour / minute);
  return fmt::format("{} d {} h", seconds / day, seconds % day / hour);
}

std::string age_text(std::int64_t ms) {
  constexpr std::int64_t tenths_matter = 10'000;
  if (ms >= tenths_matter) return duration_text(ms / 1000);
  const std::int64_t tenths = std::max<std::int64_t>(ms, 0) / 100;
  return fmt::format("{}.{} s", tenths / 10, tenths % 10);
}

std::string bytes_text(std::int64_t bytes) {
  constexpr std::int64_t kib = 1024;
  if (bytes < kib) return fmt::format("{} B", bytes);
  if (bytes < kib * kib) return fmt::format("{} KiB", bytes / kib);
  const std::int64_t tenths = bytes * 10 / (kib * kib);
  return fmt::format("{}.{} MiB", tenths / 10, tenths % 10);
}

}  // namespace liftbox::screen
