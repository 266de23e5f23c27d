#include <fmt/format.h>

#include <map>

#include "agent/config/signal_names.hpp"
#include "agent/config/site_sections.hpp"

namespace liftbox {
namespace {

/// What this lift's wiring changes of a line as the board has it.
void rewire(const Table& table, LineProfile& line) {
  if (table.has("signal")) line.signal = read_line_signal(table);
  if (table.flag("normally_closed").value_or(false)) line.inverted = !line.inverted;
  const auto debounce = read_debounce(table);
  if (debounce) line.debounce = *debounce;
  if (!table.flag("used").value_or(true)) line.signal.reset();
}

}  // namespace

std::vector<LineProfile> read_lines(const Table& table, const BoardProfile& board) {
  std::vector<LineProfile> wired;
  std::map<Signal, std::string> taken;
  for (LineProfile line : board.lines) {
    const Table own = table.table(line.name);
    rewire(own, line);
    if (!line.signal) continue;
    const auto [first, fresh] = taken.try_emplace(*line.signal, line.name);
    if (!fresh)
      (own ? own : table)
          .mistake(
              own ? "signal" : line.name,
              fmt::format(
                  "signal '{}' comes from line '{}' and from line '{}': give one of them another signal, "
                  "or used = false",
                  name_of(*line.signal), first->second, line.name));
    wired.push_back(std::move(line));
  }
  return wired;
}

}  // namespace liftbox
