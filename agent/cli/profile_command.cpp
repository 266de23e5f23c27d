#include "agent/cli/profile_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>

#include "agent/cli/commands.hpp"
#include "agent/cli/profile_lint.hpp"
#include "agent/config/profile_kind.hpp"
#include "agent/config/profiles.hpp"
#include "agent/config/site.hpp"
#include "protocols/modbus/planner.hpp"

namespace liftbox::cli {
namespace {

/// What became of one file: the mistakes in it, or a line that says what it is.
struct Checked {
  std::vector<Mistake> mistakes;
  std::string summary;
};

std::string counted(std::size_t count, const char* one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

Checked check_controller(const std::string& file, int baud) {
  Checked checked;
  ConfigFile read;
  const modbus::RegisterMap map = load_register_map(file, checked.mistakes, &read);
  if (!checked.mistakes.empty()) return checked;
  constexpr double percent = 100;
  checked.mistakes = lint(map, read, baud);
  const std::size_t requests = modbus::plan_blocks({.registers = map}).size();
  checked.summary =
      fmt::format("controller {}, {} in {}, at least {:.0f} % of the bus at {} baud, tried on: {}", map.name,
                  counted(map.entries.size(), "signal"), counted(requests, "request"),
                  part_of_bus(map, baud) * percent, baud, map.tried_on);
  return checked;
}

Checked check_board(const std::string& file) {
  Checked checked;
  ConfigFile read;
  const BoardProfile board = load_board_profile(file, checked.mistakes, &read);
  if (!checked.mistakes.empty()) return checked;
  checked.mistakes = lint(board, read);
  checked.summary = fmt::format("board {}, {}, {}, tried on: {}", board.name,
                                counted(board.serial_ports.size(), "serial port"),
                                counted(board.lines.size(), "line"), board.tried_on);
  return checked;
}

Checked check_region(const std::string& file, const std::filesystem::path& regions) {
  Checked checked;
  std::vector<ConfigFile> read;
  const CodeTable codes = load_code_table(file, regions, checked.mistakes, &read);
  if (!checked.mistakes.empty()) return checked;
  checked.mistakes = lint(codes, read.front());
  const auto numbered = std::count_if(codes.codes.begin(), codes.codes.end(),
                                      [](const auto& one) { return one.second.number.has_value(); });
  checked.summary = fmt::format("region {}{}, {}, {} with a number", codes.region,
                                codes.extends.empty() ? "" : ", extends " + codes.extends,
                                counted(codes.codes.size(), "event type"), numbered);
  return checked;
}

Checked check(const std::string& file, const ProfileCheckOptions& options) {
  Checked checked;
  const std::optional<ProfileKind> kind = profile_kind(file, checked.mistakes);
  if (!kind) return checked;
  if (*kind == ProfileKind::controller) return check_controller(file, options.baud);
  if (*kind == ProfileKind::board) return check_board(file);
  const auto known = options.profiles.empty() ? ProfileDirectories::installed()
                                              : ProfileDirectories::below(options.profiles);
  return check_region(file, known.regions);
}

}  // namespace

int check_profiles(const ProfileCheckOptions& options, std::ostream& out) {
  std::size_t wrong = 0;
  for (const std::string& file : options.files) {
    const Checked checked = check(file, options);
    if (checked.mistakes.empty()) {
      out << fmt::format("{}: good: {}\n", file, checked.summary);
      continue;
    }
    out << to_string(checked.mistakes) << '\n';
    ++wrong;
  }
  if (wrong > 0 && options.files.size() > 1)
    out << fmt::format("{} of {} files are wrong\n", wrong, options.files.size());
  return wrong == 0 ? done : bad_config;
}

}  // namespace liftbox::cli
