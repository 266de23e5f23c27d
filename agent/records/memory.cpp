#include "agent/records/memory.hpp"

#include <algorithm>
#include <array>
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

/// No number that Loader would refuse.
struct Saver {
  Moment now{};

  json save(bool value) const { return value; }
  json save(Moment value) const {
    return std::clamp(value, now - farthest_remembered, now + farthest_remembered).time_since_epoch().count();
  }
  json save(Duration value) const {
    return std::clamp<Duration>(value, -farthest_remembered, farthest_remembered).count();
  }
  json save(const std::string& value) const { return value; }
  template <class T>
  requires std::is_integral_v<T> json save(T value)
  const {
    const std::int64_t least = std::is_signed_v<T> ? -largest_remembered<T> : 0;
    return std::clamp(static_cast<std::int64_t>(value), least, largest_remembered<T>);
  }
  template <class T>
  requires std::is_enum_v<T> json save(T value)
  const { return static_cast<int>(value); }
  json save(EventType value) const { return name(value); }
  json save(Signal value) const { return name(value); }
  template <class T>
  json save(std::optional<T>& value) const {
    return value ? save(*value) : json{};
  }
  template <class T>
  json save(std::vector<T>& values) const {
    json out = json::array();
    for (T& value : values) out.push_back(save(value));
    return out;
  }
  template <class T, std::size_t N>
  json save(std::array<T, N>& values) const {
    json out = json::array();
    for (T& value : values) out.push_back(save(value));
    return out;
  }
  template <class T>
  json save(std::map<std::string, T>& values) const {
    json out = json::object();
    for (auto& [key, value] : values) out[key] = save(value);
    return out;
  }
  template <class T>
  json save(std::map<int, T>& values) const {
    json out = json::object();
    for (auto& [key, value] : values) out[std::to_string(key)] = save(value);
    return out;
  }
  template <Remembered T>
  json save(T& value) const {
    json out = json::object();
    value.fields([&](const char* field, auto& member) {
      if (!is_none(member)) out[field] = save(member);
    });
    return out;
  }
};

}  // namespace

std::string save_memory(Lift& lift, const Journal& journal, const MemoryAnchor& at) {
  const Saver saver{at.now};
  json out{{"v", memory_version},   {"boot", at.boot},         {"now_ms", at.now.time_since_epoch().count()},
           {"wall_ms", at.wall_ms}, {"wall_set", at.wall_set}, {"lift", json::object()}};
  lift.visit_memory(
      [&](std::string_view part, auto& memory) { out["lift"][std::string{part}] = saver.save(memory); });
  std::vector<OpenIncident> incidents = journal.open_incidents;
  out["incidents"] = saver.save(incidents);
  out["last_incidents"] = journal.last_incidents;
  Sealed sealed = journal.sealed;
  out["sealed"] = saver.save(sealed);
  std::vector<CommandIds::Seen> command_ids = journal.command_ids.newest(at.now);
  out["command_ids"] = saver.save(command_ids);
  return out.dump();
}

}  // namespace liftbox
