#include "agent/cli/screens/layout.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace liftbox::screen {
namespace {

/// One character of UTF-8; a broken byte is one character of its own.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool broken = false;
};

std::size_t length_by_first_byte(unsigned char first) {
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first < 0xE0U) return 2;
  if (first >= 0xE0U && first < 0xF0U) return 3;
  if (first >= 0xF0U && first < 0xF5U) return 4;
  return 0;
}

Character first_of(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = length_by_first_byte(first);
  if (length == 0 || length > text.size()) return {0, 1, true};
  constexpr std::array<unsigned, 5> payload{0, 0x7FU, 0x1FU, 0x0FU, 0x07U};
  char32_t code = first & payload[length];
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return {0, 1, true};
    code = code << 6U | (next & 0x3FU);
  }
  return {code, length, false};
}

bool is_control(char32_t code) {
  // C0, DEL, C1, and the marks that turn the direction of writing.
  return code < 0x20U || (code >= 0x7FU && code < 0xA0U) || (code >= 0x200BU && code <= 0x200FU) ||
         (code >= 0x2028U && code <= 0x202EU) || (code >= 0x2066U && code <= 0x2069U) || code == 0xFEFFU;
}

/// East Asian Width W and F of Unicode, in blocks.
bool is_wide(char32_t code) {
  struct Block {
    char32_t first, last;
  };
  constexpr std::array<Block, 9> blocks{{{0x1100, 0x115F},
                                         {0x2E80, 0x303E},
                                         {0x3041, 0xA4CF},
                                         {0xAC00, 0xD7A3},
                                         {0xF900, 0xFAFF},
                                         {0xFE30, 0xFE6F},
                                         {0xFF00, 0xFF60},
                                         {0xFFE0, 0xFFE6},
                                         {0x1F300, 0x3FFFD}}};
  return std::any_of(blocks.begin(), blocks.end(),
                     [code](const Block& block) { return code >= block.first && code <= block.last; });
}

int width_of(const Character& character) {
  if (character.broken) return 1;
  if (character.code >= 0x300U && character.code <= 0x36FU) return 0;  // combining accents
  return is_wide(character.code) ? 2 : 1;
}

/// How many bytes of the text fit.
std::size_t bytes_within(std::string_view text, int columns) {
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const Character character = first_of(text.substr(bytes));
    columns -= width_of(character);
    if (columns < 0) break;
    bytes += character.bytes;
  }
  return bytes;
}

}  // namespace

int columns_of(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const Character character = first_of(text);
    columns += width_of(character);
    text.remove_prefix(character.bytes);
  }
  return columns;
}

std::string clean(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character character = first_of(text);
    if (character.broken || is_control(character.code)) {
      out += '?';
    } else {
      out += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return out;
}

std::string cut(std::string_view text, int columns) {
  if (columns_of(text) <= columns) return std::string(text);
  return std::string(text.substr(0, bytes_within(text, std::max(columns - 1, 0)))) + "…";
}

std::string padded(std::string_view text, int columns) {
  const int missing = std::max(columns - columns_of(text), 0);
  return std::string(text) + std::string(static_cast<std::size_t>(missing), ' ');
}

std::vector<std::string> wrapped(std::string_view text, int columns) {
  std::vector<std::string> lines;
  while (columns_of(text) > columns) {
    const std::size_t fitting = std::max<std::size_t>(bytes_within(text, columns), 1);
    const auto space = text.rfind(' ', fitting);
    const std::size_t end = space == std::string_view::npos || space == 0 ? fitting : space;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end == space ? end + 1 : end));
  }
  lines.emplace_back(text);
  return lines;
}

std::string painted(Ink ink, std::string_view text, const Terminal& terminal) {
  if (!terminal.colours || ink == Ink::plain) return std::string(text);
  constexpr std::array<std::string_view, 5> codes{"", "1;37;41", "1;33", "32", "2"};
  return "\033[" + std::string(codes[static_cast<std::size_t>(ink)]) + "m" + std::string(text) + "\033[0m";
}

}  // namespace liftbox::screen
