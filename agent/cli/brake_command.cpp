#include "agent/cli/brake_command.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "agent/cli/screens/brake_screen.hpp"
#include "agent/cli/screens/brake_words.hpp"
#include "agent/cli/screens/fields.hpp"
#include "agent/cli/terminal.hpp"
#include "protocols/control/client.hpp"

namespace liftbox::cli {

using nlohmann::json;

void show_brake(const std::string& socket, bool as_json, std::ostream& out) {
  const json answer = control::Client(socket).call("brake", json::object());
  out << (as_json ? answer.dump(2) + '\n' : screen::brake_screen(answer, terminal_of_output()));
}

void record_brake(const std::string& socket, const BrakeRecordOptions& options, std::ostream& out) {
  json params{{"action", options.action}};
  if (!options.by.empty()) params["by"] = options.by;
  if (!options.material.empty()) params["push_rod"] = options.material;
  if (!options.done.empty()) params["done"] = options.done;
  if (!options.note.empty()) params["note"] = options.note;
  const json answer = control::Client(socket).call("brake.record", params);
  const json& work = screen::member(screen::member(answer, "work"), options.action.c_str());
  out << fmt::format("recorded: {}, {}, by {}\n", screen::brake_english(options.action),
                     screen::text(work, "done"), screen::text(work, "by"))
      << screen::brake_verdict(answer, terminal_of_output());
}

void export_brake(const std::string& socket, const BrakeExportOptions& options, std::ostream& out) {
  const json answer = control::Client(socket).call("brake", json::object());
  std::ofstream file;
  if (!options.file.empty()) file.open(options.file, std::ios::binary | std::ios::trunc);
  std::ostream& target = options.file.empty() ? out : file;
  write_brake_table(answer, target);
  target.flush();
  if (!target)
    throw std::runtime_error{
        fmt::format("{}: cannot be written to the end; is the disk full, may you write there?",
                    options.file.empty() ? "standard output" : options.file)};
}

}  // namespace liftbox::cli
