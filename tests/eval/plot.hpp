#pragma once

#include <string>
#include <vector>

namespace liftbox::eval {

/// One line of the plot: how late something was told, over all of its kind.
struct PlotRow {
  std::string label;
  std::int64_t times = 0;
  double median_s = 0;
  double most_of_all_s = 0;  ///< 99 of 100 are not later
  double worst_s = 0;
};

/// An SVG of one line each, with the limit that none may pass.
std::string plot(const std::string& title, const std::vector<PlotRow>& rows, double limit_s);

}  // namespace liftbox::eval
