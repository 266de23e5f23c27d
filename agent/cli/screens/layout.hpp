#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Text on a terminal, where a Chinese character takes two columns and nothing from the wire may move the
/// cursor.
namespace liftbox::screen {

struct Terminal {
  int columns = 80;
  bool colours = false;
};

enum class Ink : std::uint8_t { plain, alarm, warning, good, dim };

int columns_of(std::string_view text);
std::string clean(std::string_view text);                ///< control characters and broken UTF-8 become ?
std::string cut(std::string_view text, int columns);     ///< ends in … where something is missing
std::string padded(std::string_view text, int columns);  ///< at least that wide
std::vector<std::string> wrapped(std::string_view text, int columns);  ///< broken at spaces
std::string painted(Ink ink, std::string_view text, const Terminal& terminal);

}  // namespace liftbox::screen
