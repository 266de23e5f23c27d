#include "agent/cli/incident_command.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>
#include <vector>

#include "agent/cli/commands.hpp"
#include "agent/cli/incident_name.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/incident_screen.hpp"
#include "agent/cli/screens/words.hpp"
#include "agent/cli/terminal.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;

constexpr int most_records = 1000;

std::string action_of(const std::string& word) {
  return word == "on-site" ? "on_site" : word;
}

std::string_view past_of(const std::string& word) {
  return word == "ack" ? "acknowledged" : word == "close" ? "closed" : "on site";
}

std::string named(control::Client& client, const IncidentOptions& options) {
  if (options.incident.empty())
    throw BadInput(fmt::format("incident {}: give the incident's number, like 118; `liftctl events` shows it",
                               options.action));
  return full_incident(client, options.incident);
}

void say(control::Client& client, const IncidentOptions& options, std::ostream& out) {
  json params{{"action", action_of(options.action)}};
  if (!options.by.empty()) params["by"] = options.by;
  if (!options.incident.empty()) params["incident"] = full_incident(client, options.incident);
  const json answer = client.call("incident", params);
  out << fmt::format(
      "{}: {} {}, by {}\n", past_of(options.action), screen::titled(screen::text(answer, "type")),
      screen::short_incident(screen::text(answer, "incident")), answer.value("by", options.by));
}

void say_cause(control::Client& client, const IncidentOptions& options, std::ostream& out) {
  if (options.code.empty())
    throw BadInput("incident cause: give the cause's code, like 0302; `liftctl incident causes` lists them");
  json params{{"incident", named(client, options)}, {"code", options.code}};
  if (!options.by.empty()) params["by"] = options.by;
  if (!options.note.empty()) params["note"] = options.note;
  const json answer = client.call("incident.cause", params);
  out << fmt::format("cause of {}: {} {} {}, by {}{}\n",
                     screen::short_incident(screen::text(answer, "incident")), screen::text(answer, "code"),
                     screen::text(answer, "zh"), screen::text(answer, "en"), answer.value("by", options.by),
                     screen::flag(answer, "suggested") ? ", as the box suggested" : "");
}

void show(control::Client& client, const IncidentOptions& options, std::ostream& out) {
  const std::string incident = named(client, options);
  const json answer = client.call("events", {{"incident", incident}, {"limit", most_records}});
  std::vector<json> records;
  for (const json& entry : screen::member(answer, "records"))
    records.push_back(json::parse(entry.at("record").get_ref<const std::string&>()));
  if (records.empty())
    throw BadInput(fmt::format("{} is no incident in the store; `liftctl events` lists the last ones",
                               screen::short_incident(incident)));
  if (options.json)
    out << json(records).dump(2) << '\n';
  else
    out << screen::incident_screen(records, client.call("causes", json::object()), terminal_of_output());
}

}  // namespace

void run_incident(const std::string& socket, const IncidentOptions& options, std::ostream& out) {
  control::Client client(socket);
  if (options.action == "show")
    show(client, options, out);
  else if (options.action == "causes")
    out << screen::causes_screen(client.call("causes", json::object()), terminal_of_output());
  else if (options.action == "cause")
    say_cause(client, options, out);
  else
    say(client, options, out);
}

}  // namespace liftbox::cli
