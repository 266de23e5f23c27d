#include "agent/cli/incident_name.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/cli/commands.hpp"
#include "agent/cli/screens/fields.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {

std::string full_incident(control::Client& client, const std::string& name) {
  if (name.find(':') != std::string::npos) return name;
  const std::string number = name.starts_with('#') ? name.substr(1) : name;
  if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos) {
    throw BadInput("\"" + name + "\" is no incident; give its number as `liftctl status` shows it, like 118");
  }
  const auto status = client.call("status", nlohmann::json::object());
  for (const auto& open : screen::member(status, "incidents")) {
    auto incident = screen::text(open, "incident");
    if (screen::short_incident(incident) == "#" + number) return incident;
  }
  return screen::text(screen::member(status, "store"), "epoch") + ":" + number;
}

}  // namespace liftbox::cli
