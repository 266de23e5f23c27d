#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agent/elevator/rules.hpp"

namespace liftbox {

/// What a setting may be, in the unit of its name. What lies beyond is a slip of the unit, or would switch an
/// alarm off without saying so.
struct Limits {
  std::int64_t min = 0;
  std::int64_t max = 0;
};
Limits limits_of(std::string_view setting);

/// Two settings of which the first must not be above the second.
struct Order {
  std::string_view lower;
  std::string_view upper;
  std::string_view otherwise;  ///< what would happen
};
const std::vector<Order>& orders();

}  // namespace liftbox
