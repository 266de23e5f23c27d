#include "agent/records/memory.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "agent/records/journal.hpp"

namespace liftbox {
namespace {

using nlohmann::json;
constexpr int memory_version = 1;

template <class T>
concept Struct = requires(T& t) {
  t.fields([](const char*, auto&) {});
};

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
template <Struct T>
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
template <Struct T>
json save(T& value) {
  json out = json::object();
  value.fields([&](const char* field, auto& member) { out[field] = save(member); });
  return out;
}

/// Reads what `save` wrote; a member that the text does not have keeps its value.
struct Loader {
  Duration shift;  ///< added to every moment

  void load(const json& in, bool& value) const { value = in.get<bool>(); }
  void load(const json& in, Moment& value) const { value = Moment{Duration{in.get<std::int64_t>()}} + shift; }
  void load(const json& in, Duration& value) const { value = Duration{in.get<std::int64_t>()}; }
  void load(const json& in, std::string& value) const { value = in.get<std::string>(); }
  template <class T>
  requires std::is_integral_v<T>
  void load(const json& in, T& value) const { value = in.get<T>(); }
  template <class T>
  requires std::is_enum_v<T>
  void load(const json& in, T& value) const { value = static_cast<T>(in.get<std::underlying_type_t<T>>()); }
  void load(const json& in, EventType& value) const {
    const auto type = find_event_type(in.get<std::string>());
    if (!type) throw std::runtime_error{"unknown event type " + in.dump()};
    value = *type;
  }
  void load(const json& in, Signal& value) const {
    const auto signal = find_signal(in.get<std::string>());
    if (!signal) throw std::runtime_error{"unknown signal " + in.dump()};
    value = *signal;
  }
  template <class T>
  void load(const json& in, std::optional<T>& value) const {
    value.reset();
    if (in.is_null()) return;
    load(in, value.emplace(T{}));  // clang 14 takes a nested T for one without a default constructor
  }
  template <class T>
  void load(const json& in, std::vector<T>& values) const {
    values.clear();
    for (const json& item : in) load(item, values.emplace_back());
  }
  template <class T>
  void load(const json& in, std::map<std::string, T>& values) const {
    values.clear();
    for (const auto& [key, item] : in.items()) load(item, values[key]);
  }
  template <Struct T>
  void load(const json& in, T& value) const {
    value.fields([&](const char* field, auto& member) {
      if (const auto found = in.find(field); found != in.end()) load(*found, member);
    });
  }
};

/// How far the moments of the saved memory lie from today's.
Duration shift_between(const json& saved, const MemoryAnchor& now) {
  if (saved.at("boot").get<std::string>() == now.boot) return {};
  const Moment saved_now{Duration{saved.at("now_ms").get<std::int64_t>()}};
  Duration down{};
  if (saved.at("wall_set").get<bool>() && now.wall_set)
    down = std::max(Duration{}, Duration{now.wall_ms - saved.at("wall_ms").get<std::int64_t>()});
  return now.now - saved_now - down;
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

void restore_memory(const std::string& text, Lift& lift, Journal& journal, const MemoryAnchor& now) {
  try {
    const json saved = json::parse(text);
    if (saved.at("v").get<int>() != memory_version) throw std::runtime_error{"written by another version"};
    const Loader loader{shift_between(saved, now)};
    std::vector<OpenIncident> incidents;
    loader.load(saved.at("incidents"), incidents);
    std::map<std::string, std::string> last_incidents;
    if (const auto found = saved.find("last_incidents"); found != saved.end())
      loader.load(*found, last_incidents);
    Sealed sealed;
    if (const auto found = saved.find("sealed"); found != saved.end()) loader.load(*found, sealed);
    std::vector<CommandIds::Seen> command_ids;
    if (const auto found = saved.find("command_ids"); found != saved.end()) loader.load(*found, command_ids);
    Lift taken = lift;
    taken.visit_memory([&](std::string_view part, auto& memory) {
      const auto found = saved.at("lift").find(std::string{part});
      if (found != saved.at("lift").end()) loader.load(*found, memory);
    });
    const bool time_known = saved.at("wall_set").get<bool>() && now.wall_set;
    if (saved.at("boot").get<std::string>() != now.boot) taken.rebooted(time_known);
    lift = std::move(taken);
    journal.open_incidents = std::move(incidents);
    journal.last_incidents = std::move(last_incidents);
    journal.sealed = sealed;
    journal.command_ids.take_up(command_ids);
  } catch (const json::exception& error) {
    throw std::runtime_error{error.what()};
  }
}

}  // namespace liftbox
