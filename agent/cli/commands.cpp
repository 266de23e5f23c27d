#include "agent/cli/commands.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

#include "agent/cli/screens/fields.hpp"
#include "agent/cli/screens/signals_screen.hpp"
#include "agent/cli/screens/statistics_screen.hpp"
#include "agent/cli/screens/status_screen.hpp"
#include "agent/cli/screens/store_screen.hpp"
#include "agent/cli/screens/why_not_screen.hpp"
#include "agent/cli/terminal.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {
namespace {

using nlohmann::json;

constexpr int refresh_ms = 2000;
constexpr std::string_view home_and_clear = "\033[H\033[J";

std::string status_text(const std::string& socket, bool as_json) {
  const json status = control::Client(socket).call("status", json::object());
  return as_json ? status.dump(2) + '\n' : screen::status_screen(status, terminal_of_output());
}

/// A daemon that is started again while somebody watches comes back by itself.
[[noreturn]] void watch_status(const std::string& socket, bool as_json, std::ostream& out) {
  for (;;) {
    std::string page;
    try {
      page = status_text(socket, as_json);
    } catch (const control::NotReachable& error) {
      page = std::string(error.what()) + '\n';
    }
    if (output_is_terminal()) out << home_and_clear;
    out << page << std::flush;
    ::poll(nullptr, 0, refresh_ms);
  }
}

}  // namespace

void show_status(const std::string& socket, const StatusOptions& options, std::ostream& out) {
  if (options.watch) watch_status(socket, options.json, out);
  out << status_text(socket, options.json);
}

void show_signals(const std::string& socket, bool as_json, std::ostream& out) {
  const json answer = control::Client(socket).call("signals", json::object());
  out << (as_json ? answer.dump(2) + '\n' : screen::signals_screen(answer, terminal_of_output()));
}

void show_statistics(const std::string& socket, bool as_json, std::ostream& out) {
  const json answer = control::Client(socket).call("stats", json::object());
  out << (as_json ? answer.dump(2) + '\n' : screen::statistics_screen(answer, terminal_of_output()));
}

void show_why_not(const std::string& socket, const WhyNotOptions& options, std::ostream& out) {
  json params{{"limit", options.limit}};
  if (options.number) params["number"] = *options.number;
  const json answer = control::Client(socket).call("why_not", params);
  if (options.number && screen::member(answer, "held_back").is_null())
    throw BadInput(fmt::format("#{} is not kept any more, or never was; `liftctl why-not` lists what is",
                               *options.number));
  if (options.json)
    out << answer.dump(2) << '\n';
  else if (options.number)
    out << screen::why_not_detail(answer, terminal_of_output());
  else
    out << screen::why_not_screen(answer, terminal_of_output());
}

void show_store(const std::string& socket, bool as_json, std::ostream& out) {
  const json answer = control::Client(socket).call("status", json::object());
  out << (as_json ? screen::member(answer, "store").dump(2) + '\n'
                  : screen::store_screen(answer, terminal_of_output()));
}

void show_version(const std::string& socket, std::ostream& out) {
  out << "liftctl " << LIFTBOX_VERSION << '\n';
  try {
    const json answer = control::Client(socket).call("version", json::object());
    out << "liftboxd " << screen::text(answer, "version") << " at " << socket << '\n';
  } catch (const control::NotReachable& error) {
    out << error.what() << '\n';
  }
}

}  // namespace liftbox::cli
