#pragma once

#include <chrono>
#include <cstdint>

namespace liftbox {

inline constexpr int memory_version = 1;

/// What no lift reaches, and with what nobody could reckon: a sum of two of them would be none any more. A
/// memory that holds more is damaged, and what would grow beyond it is saved as this.
template <class T>
inline constexpr std::int64_t largest_remembered = sizeof(T) < sizeof(std::int64_t) ? 1'000'000'000
                                                                                    : 10'000'000'000'000;
/// Of moments, from when the memory was saved; and of durations.
inline constexpr std::chrono::milliseconds farthest_remembered = std::chrono::hours{24} * 365 * 1000;

/// A plain struct that names its members to whoever saves or restores it.
template <class T>
concept Remembered = requires(T& t) {
  t.fields([](const char*, auto&) {});
};

}  // namespace liftbox
