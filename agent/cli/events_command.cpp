#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "agent/cli/commands.hpp"
#include "agent/cli/incident_name.hpp"
#include "agent/cli/screens/events_screen.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/since.hpp"
#include "agent/cli/terminal.hpp"
#include "agent/elevator/event.hpp"
#include "agent/records/statistics_json.hpp"
#include "drivers/system/system_clock.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;

json filter_of(control::Client& client, const EventsOptions& options) {
  json filter = json::object();
  if (!options.record_class.empty()) filter["class"] = options.record_class;
  if (!options.type.empty()) filter["type"] = options.type;
  if (!options.incident.empty()) filter["incident"] = full_incident(client, options.incident);
  if (!options.since.empty()) {
    const auto now = SystemClock().wall().time_since_epoch().count();
    filter["since_ms"] = *parse_since(options.since, now);
  }
  return filter;
}

/// Of events, and of what is counted.
std::vector<std::string> record_types() {
  std::vector<std::string> types = event_type_names();
  using enum StatisticsDocument::Period;
  for (const auto period : {hour, day, since_boot}) types.push_back(statistics_type(period));
  return types;
}

void check(const EventsOptions& options) {
  const std::vector<std::string> types = record_types();
  if (!options.type.empty() && std::find(types.begin(), types.end(), options.type) == types.end())
    throw BadInput(
        fmt::format("--type {}: no such type; there are {}", options.type, fmt::join(types, ", ")));
  if (!options.since.empty() && !parse_since(options.since, 0)) {
    throw BadInput(fmt::format(
        "--since {}: give a time back like 30s, 15m, 2h, 7d, or 2026-01-05T08:00:00+08:00", options.since));
  }
}

/// Writes records as they come, each once: between the follow and the look back the same may come twice.
class Printer {
 public:
  Printer(const EventsOptions& options, std::ostream& out)
      : json_(options.json), out_(out), screen_(terminal_of_output()) {}

  void look_back(const json& answer) {
    std::vector<json> parsed;
    for (const json& entry : screen::member(answer, "records")) {
      parsed.push_back(json::parse(screen::member(entry, "record").get<std::string>()));
    }
    screen_.fit(parsed);
    for (const json& entry : screen::member(answer, "records")) {
      print(entry);
      shown_.insert(entry["record"].get<std::string>());
    }
  }
  void news(const json& notification) {
    if (shown_.erase(screen::member(notification, "record").get<std::string>()) == 0) print(notification);
  }

 private:
  void print(const json& entry) {
    const auto& bytes = entry.at("record").get_ref<const std::string&>();
    out_ << (json_ ? bytes + '\n' : screen_.show(json::parse(bytes))) << std::flush;
  }

  bool json_;
  std::ostream& out_;
  screen::EventsScreen screen_;
  std::set<std::string> shown_;
};

}  // namespace

void show_events(const std::string& socket, const EventsOptions& options, std::ostream& out) {
  check(options);
  control::Client client(socket);
  json filter = filter_of(client, options);
  if (options.follow) client.call("events.follow", filter);
  filter["limit"] = options.limit;
  Printer printer(options, out);
  printer.look_back(client.call("events", filter));
  if (!options.follow) return;
  client.follow([&](const json& notification) {
    printer.news(notification);
    return true;
  });
}

}  // namespace liftbox::cli
