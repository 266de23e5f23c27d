#include "agent/config/signal_names.hpp"

#include <fmt/format.h>

namespace liftbox {

std::optional<Signal> read_signal(const Table& table) {
  const std::string text = table.required_text("signal", "name the signal that it carries");
  if (text.empty()) return std::nullopt;
  const std::optional<Signal> signal = find_signal(text);
  if (signal) return signal;
  std::vector<std::string> names;
  for (const SignalInfo& known : all_signals()) names.emplace_back(known.name);
  table.mistake("signal", fmt::format("there is no signal '{}': {}", text, suggestion(text, names)));
  return std::nullopt;
}

}  // namespace liftbox
