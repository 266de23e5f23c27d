#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace liftbox {

/// A wall time and the offset it was written with.
struct Rfc3339 {
  std::int64_t ms = 0;  ///< since 1970, UTC
  int utc_offset_min = 0;
};

/// 2026-01-05T08:00:00.123+08:00
std::string format_rfc3339(std::int64_t ms, int utc_offset_min);
/// With or without a fraction (what is finer than a millisecond is cut off), Z or an offset; a leap second is
/// the second after it. Nothing where the text is no such time.
std::optional<Rfc3339> parse_rfc3339(std::string_view text);

}  // namespace liftbox
