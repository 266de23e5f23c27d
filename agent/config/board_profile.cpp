#include <fmt/format.h>

#include <map>

#include "agent/config/document.hpp"
#include "agent/config/profiles.hpp"
#include "agent/config/signal_names.hpp"

namespace liftbox {
namespace {

constexpr std::int64_t longest_debounce_ms = 1000;

/// Lines and signals already given, with the line of the file that gave them.
struct Seen {
  std::map<std::string, int> names;
  std::map<Signal, int> signals;
};

void reject_repetition(const Table& table, const LineProfile& line, Seen& seen) {
  const auto [name, fresh_name] = seen.names.try_emplace(line.name, table.line());
  if (!fresh_name)
    table.mistake("name", fmt::format("line '{}' is given twice, first on line {}: remove one", line.name,
                                      name->second));
  const auto [signal, fresh_signal] = seen.signals.try_emplace(line.signal, table.line());
  if (!fresh_signal)
    table.mistake("signal", fmt::format("signal '{}' comes from two lines, the first on line {}: remove one",
                                        name_of(line.signal), signal->second));
}

std::optional<LineProfile> read_line(const Table& table) {
  LineProfile line{};
  line.name = table.required_text("name", "give the line's name as the driver knows it");
  line.inverted = table.flag("inverted").value_or(line.inverted);
  const auto debounce = table.whole("debounce_ms", 0, longest_debounce_ms);
  if (debounce) line.debounce = Duration{*debounce};
  const auto bias = table.choice("bias", {"as-is", "none", "pull-up", "pull-down"});
  if (bias) line.bias = static_cast<Bias>(*bias);

  const std::optional<Signal> signal = read_signal(table);
  if (!signal || line.name.empty()) return std::nullopt;
  line.signal = *signal;
  if (info(line.signal).type != SignalType::boolean) {
    table.mistake("signal", fmt::format("a line is on or off, '{}' is not: choose a signal that is",
                                        name_of(line.signal)));
    return std::nullopt;
  }
  return line;
}

}  // namespace

BoardProfile load_board_profile(const std::filesystem::path& file, std::vector<Mistake>& mistakes) {
  Document document{file, mistakes};
  const Table root = document.root();
  BoardProfile board;
  board.name = root.required_text("name", "give the board's name, as in name = \"simulated\"");
  board.description = root.text("description").value_or("");
  const Table ports = root.table("serial_ports");
  for (const std::string& port : ports.keys())
    board.serial_ports[port] = ports.required_text(port, "give its device, as in \"/dev/ttyS1\"");
  Seen seen;
  for (const Table& table : root.tables("line")) {
    const std::optional<LineProfile> line = read_line(table);
    if (!line) continue;
    reject_repetition(table, *line, seen);
    board.lines.push_back(*line);
  }
  document.reject_unknown_keys();
  return board;
}

}  // namespace liftbox
