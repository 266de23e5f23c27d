#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "drivers/lines/gpio_input.hpp"

namespace liftbox::cli {

struct GpioOptions {
  std::string config;    ///< site file; empty: the chips of this machine
  std::string profiles;  ///< empty: the installed ones, or what the file says
  bool watch = false;
};

/// For who wires a box: what this machine has, or what the inputs of a site say. Returns the exit code.
int show_gpio(const GpioOptions& options, std::ostream& out);

std::string gpio_screen(const std::vector<GpioChipInfo>& chips);
/// Each line with its level and what that means. Returns the exit code: bad_config if one cannot be had.
int show_lines(const std::vector<LineProfile>& lines, GpioInputs& inputs, std::ostream& out);
/// Every edge as it comes, bounces too, until all chips have gone. Returns the exit code.
int watch_lines(const std::vector<LineProfile>& lines, GpioInputs& inputs, std::ostream& out);

}  // namespace liftbox::cli
