#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace liftbox {

std::string to_hex(std::span<const std::uint8_t> bytes);  ///< lower case
/// Fills `bytes`; false where the text is not exactly so many lower-case digits.
bool from_hex(std::string_view hex, std::span<std::uint8_t> bytes);

}  // namespace liftbox
