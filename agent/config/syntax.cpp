#include "agent/config/syntax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace liftbox {
namespace {

struct Saying {
  std::string_view said;  ///< in the parser's message
  std::string_view meant;
  bool confined;
};

// The first that fits. The parser's words are those of toml++ 3.3.
constexpr std::array sayings{
    Saying{"utf-8", "a byte that is no UTF-8: save the file as UTF-8 (it looks like GBK or Latin-1)", false},
    Saying{"redefine existing array",
           "this name is a list already, with [[double brackets]] above: write it so here too", true},
    Saying{"redefine existing table",
           "this table is in the file already: put all of its keys under one heading", true},
    Saying{"redefine", "this key is in the table already: remove one of the two lines", true},
    Saying{"control characters", "the text does not end on its line: close it with the quote it began with",
           true},
    Saying{"unknown escape sequence",
           "a backslash in \"…\" begins a special character: use '…' instead, or write it twice", true},
    Saying{"determine value type",
           "this is no value: text needs straight quotes, as in \"…\"; else give a "
           "number, true or false",
           true},
    Saying{"boolean", "this is no value: true and false are written in small letters, text in quotes", true},
    Saying{"leading zeroes",
           "a number does not begin with 0: remove it, or put the value in quotes if it is "
           "text",
           true},
    Saying{"not representable",
           "the number is too long: put it in quotes if it is text, as a registration "
           "code is",
           true},
    Saying{"expected digit",
           "the number does not end where it should: write it without unit, or in quotes if "
           "it is text",
           true},
    Saying{"expected decimal digit", "a digit is missing: write 0.5 or 5.0 in full", true},
    Saying{"expected '='", "'=' is missing: write key = value, and a comment after #", true},
    Saying{"expected ']'", "the heading does not end: write [name], or [[name]] for each of a list", true},
    Saying{"expected value", "the value is missing: give one, or remove the line", true},
    Saying{"saw ','",
           "a comma follows the value: decimals have a point, as in 1.75, and each key has its line", true},
    Saying{"comment or whitespace", "something follows the value: one key a line, comments begin with #",
           true},
    Saying{"root table: expected keys",
           "this is neither key nor heading: write key = value or [name]; "
           "comments begin with #",
           true},
    Saying{"inline table", "the { … } is not complete: keep it on one line, with commas between", false},
    Saying{"end-of-file", "the file ends too soon: a ], } or quote above is not closed", false},
};

const Saying* meaning_of(std::string_view description) {
  const auto* const found = std::find_if(sayings.begin(), sayings.end(), [&](const Saying& saying) {
    return description.find(saying.said) != std::string_view::npos;
  });
  return found == sayings.end() ? nullptr : found;
}

/// Text between straight quotes would do, and those that word processors make do not.
bool has_curly_quotes(std::string_view line) {
  return line.find("\u201c") != std::string_view::npos || line.find("\u201d") != std::string_view::npos;
}

/// The key or heading that the parser names at its end, in quotes.
std::string_view quoted(std::string_view description) {
  const auto first = description.find('\'');
  if (first == std::string_view::npos) return {};
  const std::string_view rest = description.substr(first + 1);
  return rest.substr(0, rest.find('\''));
}

}  // namespace

std::string plainly(std::string_view description, std::string_view line) {
  if (has_curly_quotes(line) && line.find('"') == std::string_view::npos)
    return "these quotes are curly: use the straight ones, \"…\"";
  const Saying* const meant = meaning_of(description);
  if (meant != nullptr && meant->said.starts_with("redefine"))
    return fmt::format("'{}': {}", quoted(description), meant->meant);
  if (meant != nullptr) return std::string{meant->meant};
  return fmt::format("not TOML ({}): correct the line", description);
}

bool confined_to_its_line(std::string_view description) {
  const Saying* const meant = meaning_of(description);
  return meant != nullptr && meant->confined;
}

}  // namespace liftbox
