#pragma once

#include <cstdint>
#include <limits>

namespace liftbox::worn {

/// Milliseconds since the lift was switched on.
using Time = std::int64_t;

inline constexpr Time never = std::numeric_limits<Time>::max();
inline constexpr Time second = 1000;
inline constexpr Time minute = 60 * second;
inline constexpr Time hour = 60 * minute;
inline constexpr Time day = 24 * hour;
inline constexpr auto year_ms = static_cast<double>(365 * day);

}  // namespace liftbox::worn
