#include <fmt/format.h>

#include <map>

#include "agent/config/document.hpp"
#include "agent/config/profiles.hpp"
#include "agent/config/signal_names.hpp"
#include "agent/config/site_sections.hpp"

namespace liftbox {
namespace {

constexpr std::int64_t longest_debounce_ms = 1000;
constexpr std::int64_t most_lines_of_a_chip = 1023;

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
  if (!line.signal) return;
  const auto [signal, fresh_signal] = seen.signals.try_emplace(*line.signal, table.line());
  if (!fresh_signal)
    table.mistake("signal", fmt::format("signal '{}' comes from two lines, the first on line {}: remove one",
                                        name_of(*line.signal), signal->second));
}

std::optional<GpioPin> read_pin(const Table& table) {
  const std::optional<std::string> chip = table.text("chip");
  const auto offset = table.whole("offset", 0, most_lines_of_a_chip);
  const std::optional<std::string> line = table.text("line");
  if (!chip) {
    for (const char* key : {"offset", "line", "bias"})
      if (table.has(key))
        table.mistake(
            key, fmt::format("'{}' is of a GPIO line: give its 'chip' too, as in chip = \"gpiochip0\"", key));
    return std::nullopt;
  }
  if (table.has("offset") == table.has("line"))
    table.mistake("chip", "which line of the chip: give its 'offset', or its name as 'line'");
  GpioPin pin;
  pin.chip = *chip;
  if (offset) pin.offset = static_cast<unsigned>(*offset);
  pin.line = line.value_or("");
  const auto bias = table.choice("bias", {"as-is", "none", "pull-up", "pull-down"});
  if (bias) pin.bias = static_cast<Bias>(*bias);
  return pin;
}

}  // namespace

std::optional<Duration> read_debounce(const Table& table) {
  const auto debounce = table.whole("debounce_ms", 0, longest_debounce_ms);
  return debounce ? std::optional{Duration{*debounce}} : std::nullopt;
}

std::optional<Signal> read_line_signal(const Table& table) {
  const std::optional<Signal> signal = read_signal(table);
  if (!signal || info(*signal).type == SignalType::boolean) return signal;
  table.mistake("signal",
                fmt::format("a line is on or off, '{}' is not: choose a signal that is", name_of(*signal)));
  return std::nullopt;
}

namespace {

std::optional<LineProfile> read_line(const Table& table) {
  LineProfile line{};
  line.name =
      table.required_text("name", "give the line's name as it is printed on the gateway, as in \"DI1\"");
  line.inverted = table.flag("inverted").value_or(line.inverted);
  line.debounce = read_debounce(table).value_or(line.debounce);
  line.pin = read_pin(table);
  if (!line.pin || table.has("signal")) line.signal = read_line_signal(table);
  return line.name.empty() ? std::nullopt : std::optional{line};
}

}  // namespace

BoardProfile load_board_profile(const std::filesystem::path& file, std::vector<Mistake>& mistakes,
                                ConfigFile* read) {
  Document document{file, mistakes, read};
  const Table root = document.root();
  BoardProfile board;
  board.name = root.required_text("name", "give the board's name, as in name = \"simulated\"");
  board.description = root.text("description").value_or("");
  board.sources = root.text("sources").value_or("");
  board.tried_on = root.text("tried_on").value_or("");
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
