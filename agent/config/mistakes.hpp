#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace liftbox {

/// One thing that is wrong in a file, and what to do about it. Line and column count from 1; 0: the whole
/// file.
struct Mistake {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;
};

/// `file:line:col: message`, one a line.
std::string to_string(const std::vector<Mistake>& mistakes);

/// A configuration that cannot be used, with all its mistakes in the order of the files.
struct ConfigError : std::runtime_error {
  explicit ConfigError(std::vector<Mistake> all);
  std::vector<Mistake> mistakes;
};

/// The word among `known` that was probably meant; empty if none is like it.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// "did you mean 'device'?", or, where nothing is like it, "choose from device, board".
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace liftbox
