#include "agent/records/memory.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <type_traits>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/remembered.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

json save(bool value) {
  return value;
}
json save(Moment value) {
  return value.time_since_epoch().count();
}
json save(Duration value) {
  return value.count();
}
json save(const std::string& value) {
  return value;
}
template <class T>
requires std::is_integral_v<T> json save(T value) {
  return value;
}
template <class T>
requires std::is_enum_v<T> json save(T value) {
  return static_cast<int>(value);
}
json save(EventType value) {
  return name(value);
}
json save(Signal value) {
  return name(value);
}
template <Remembered T>
json save(T& value);
template <class T>
json save(std::optional<T>& value) {
  return value ? save(*value) : json{};
}
template <class T>
json save(std::vector<T>& values) {
  json out = json::array();
  for (T& value : values) out.push_back(save(value));
  return out;
}
template <class T>
json save(std::map<std::string, T>& values) {
  json out = json::object();
  for (auto& [key, value] : values) out[key] = save(value);
  return out;
}
template <class T>
json save(std::map<int, T>& values) {
  json out = json::object();
  for (auto& [key, value] : values) out[std::to_string(key)] = save(value);
  return out;
}
template <Remembered T>
json save(T& value) {
  json out = json::object();
  value.fields([&](const char* field, auto& member) { out[field] = save(member); });
  return out;
}

}  // namespace

std::string save_memory(Lift& lift, const Journal& journal, const MemoryAnchor& at) {
  json out{{"v", memory_version},   {"boot", at.boot},         {"now_ms", at.now.time_since_epoch().count()},
           {"wall_ms", at.wall_ms}, {"wall_set", at.wall_set}, {"lift", json::object()}};
  lift.visit_memory(
      [&](std::string_view part, auto& memory) { out["lift"][std::string{part}] = save(memory); });
  std::vector<OpenIncident> incidents = journal.open_incidents;
  out["incidents"] = save(incidents);
  out["last_incidents"] = journal.last_incidents;
  Sealed sealed = journal.sealed;
  out["sealed"] = save(sealed);
  std::vector<CommandIds::Seen> command_ids = journal.command_ids.newest(at.now);
  out["command_ids"] = save(command_ids);
  return out.dump();
}

}  // namespace liftbox
