#pragma once

#include <string>

namespace liftbox::cli {

/// One line of standard input. At a terminal the prompt is shown and what is typed is not; else the line
/// comes from a pipe. Throws BadInput where there is none, or Ctrl-C ends it.
std::string read_secret(const std::string& prompt);
bool input_is_terminal();

}  // namespace liftbox::cli
