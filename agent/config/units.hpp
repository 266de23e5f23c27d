#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liftbox {

/// What the last word of a key says of its number: "seconds" for `door_close_s`; empty where it says nothing.
std::string_view unit_words(std::string_view key);

/// A number that somebody wrote in another unit, as the key wants it: ("door_close_s", "3 min") is "180",
/// ("port", "1883") is "1883". Empty where it is no number, or one of another kind.
std::optional<std::string> number_in_unit_of(std::string_view key, std::string_view written);

/// The known key that asks for the same in another unit: `door_close_s` for `door_close_ms` or `door_close`.
std::optional<std::string> key_in_other_unit(std::string_view key, const std::vector<std::string>& known);

/// How the value of one key is written at another: ("door_close_ms", 180000, "door_close_s") is "180".
std::optional<std::string> converted(std::string_view from, double value, std::string_view to);

}  // namespace liftbox
