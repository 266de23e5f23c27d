#include "agent/cli/maintenance_command.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>
#include <vector>

#include "agent/cli/commands.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/maintenance_screen.hpp"
#include "agent/cli/terminal.hpp"
#include "agent/elevator/date.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;
constexpr int visits_shown = 8;

json params_of(const char* action, const std::string& by) {
  json params{{"action", action}};
  if (!by.empty()) params["by"] = by;
  return params;
}

json listed(const std::string& words) {
  json list = json::array();
  std::istringstream parts{words};
  for (std::string part; std::getline(parts, part, ',');)
    if (!part.empty()) list.push_back(part);
  return list;
}

void require_date(const char* option, const std::string& text) {
  if (!parse_date(text))
    throw BadInput(
        fmt::format("{} \"{}\" is no day of the calendar: write it like 2026-11-20", option, text));
}

std::vector<json> ended_visits(control::Client& client) {
  std::vector<json> records;
  const json answer = client.call("events", {{"type", "maintenance_ended"}, {"limit", visits_shown}});
  for (const json& one : screen::member(answer, "records"))
    records.push_back(json::parse(one.at("record").get<std::string>()));
  return records;
}

}  // namespace

void start_visit(const std::string& socket, const VisitOptions& options, std::ostream& out) {
  json params = params_of("start", options.by);
  params["kind"] = options.kind;
  const json answer = control::Client(socket).call("visit", params);
  out << screen::visits_screen(answer, {}, terminal_of_output());
}

void end_visit(const std::string& socket, const VisitOptions& options, std::ostream& out) {
  json params = params_of("end", options.by);
  params["items"] = listed(options.items);
  const json answer = control::Client(socket).call("visit", params);
  out << screen::visit_ended_screen(screen::member(answer, "ended"), terminal_of_output());
}

void show_visits(const std::string& socket, bool as_json, std::ostream& out) {
  control::Client client(socket);
  const json answer = client.call("visit", {{"action", "show"}});
  if (as_json)
    out << answer.dump(2) << '\n';
  else
    out << screen::visits_screen(answer, ended_visits(client), terminal_of_output());
}

void inspection_done(const std::string& socket, const InspectionOptions& options, std::ostream& out) {
  json params = params_of("done", options.by);
  require_date("--date", options.date);
  params["date"] = options.date;
  if (!options.next.empty()) {
    require_date("--next", options.next);
    params["next"] = options.next;
  }
  out << screen::inspection_screen(control::Client(socket).call("inspection", params), terminal_of_output());
}

void show_inspection(const std::string& socket, bool as_json, std::ostream& out) {
  const json answer = control::Client(socket).call("inspection", {{"action", "show"}});
  out << (as_json ? answer.dump(2) + '\n' : screen::inspection_screen(answer, terminal_of_output()));
}

void test_box(const std::string& socket, const std::string& by, std::ostream& out) {
  json params = json::object();
  if (!by.empty()) params["by"] = by;
  const json answer = control::Client(socket).call("self_test", params);
  if (screen::flag(answer, "passed")) {
    out << "self-test passed\n";
    return;
  }
  std::string bad;
  for (const json& part : screen::member(answer, "bad"))
    bad += (bad.empty() ? "" : ", ") + part.get<std::string>();
  out << "self-test: not as it should be: " << bad << '\n';
}

}  // namespace liftbox::cli
