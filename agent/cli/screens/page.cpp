#include "agent/cli/screens/page.hpp"

#include <algorithm>

#include "agent/cli/screens/columns.hpp"

namespace liftbox::screen {
namespace {

constexpr std::size_t most_lines = 2;  ///< for one thing to say

}  // namespace

void Page::line(std::string_view label, const std::string& words, Ink ink) {
  put(padded(label, label_columns), words, ink);
}

void Page::problem(const Problem& problem) {
  put(painted(problem.ink, padded(problem.label, label_columns - 1), terminal_) + " ", problem.words,
      problem.ink);
  if (!problem.remedy.empty()) line("", "-> " + problem.remedy);
}

void Page::rule() {
  text_ += painted(Ink::dim, std::string(static_cast<std::size_t>(terminal_.columns), '-'), terminal_) + '\n';
}

void Page::put(const std::string& label, const std::string& words, Ink ink) {
  const int room = std::max(terminal_.columns - label_columns, 10);
  auto lines = wrapped(words, room);
  if (lines.size() > most_lines) {
    lines[most_lines - 1] = cut(lines[most_lines - 1] + " " + lines[most_lines], room);
    lines.resize(most_lines);
  }
  text_ += label;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text_ += padded("", label_columns);
    text_ += painted(ink, lines[i], terminal_) + '\n';
  }
}

}  // namespace liftbox::screen
