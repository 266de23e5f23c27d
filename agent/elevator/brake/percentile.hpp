#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace liftbox {

/// Of at least one value; 50 is the median.
inline int percentile(std::vector<int> values, int percent) {
  const std::size_t rank = values.size() * static_cast<std::size_t>(percent) / 100;
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(std::min(rank, values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

inline int median(std::vector<int> values) {
  return percentile(std::move(values), 50);
}

}  // namespace liftbox
