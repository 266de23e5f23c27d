#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace liftbox {

inline constexpr std::size_t shortest_pin = 4;
inline constexpr std::size_t longest_pin = 64;  ///< characters

/// A PIN as it is kept: salted, and slow to try (scrypt, RFC 7914), in the form that other programs read and
/// write too: `$scrypt$ln=14,r=8,p=1$SALT$HASH`, both in base64 without padding.
std::string kept_form(std::string_view pin);
/// Takes tens of milliseconds, a second on a small gateway: not on the agent's thread.
bool is_pin(std::string_view pin, std::string_view kept);
/// Whether `is_pin` can make use of it.
bool is_kept_form(std::string_view kept);

}  // namespace liftbox
