#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

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

/// Not saved where there is none: a member that may have no value, or a list or table of any length. Most
/// have none most of the time, and memory is written to flash each minute.
template <class T>
inline constexpr bool may_be_none = false;
template <class T>
inline constexpr bool may_be_none<std::optional<T>> = true;
template <class T>
inline constexpr bool may_be_none<std::vector<T>> = true;
template <class Key, class T>
inline constexpr bool may_be_none<std::map<Key, T>> = true;

template <class T>
bool is_none(const T& member) {
  if constexpr (requires { member.has_value(); })
    return !member.has_value();
  else if constexpr (may_be_none<T>)
    return member.empty();
  else
    return false;
}

}  // namespace liftbox
