#pragma once

#include <string>
#include <string_view>

#include "agent/cli/screens/layout.hpp"
#include "agent/cli/screens/problems.hpp"

namespace liftbox::screen {

/// Lines with a label in front of each, none wider than the terminal.
class Page {
 public:
  explicit Page(const Terminal& terminal) : terminal_(terminal) {}

  void line(std::string_view label, const std::string& words, Ink ink = Ink::plain);
  void problem(const Problem& problem);
  void rule();
  const std::string& text() const { return text_; }

 private:
  void put(const std::string& label, const std::string& words, Ink ink);

  Terminal terminal_;
  std::string text_;
};

}  // namespace liftbox::screen
