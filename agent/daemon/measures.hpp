#pragma once

#include <cstddef>
#include <cstdint>

#include "agent/elevator/time.hpp"

namespace liftbox {

inline constexpr std::uint64_t mebibyte = 1024 * 1024;
inline constexpr std::int64_t day_ms = Duration{std::chrono::hours{24}}.count();
inline constexpr std::size_t longest_note = 500;  ///< of a person to a record, in bytes

}  // namespace liftbox
