#include "agent/config/toml_tree.hpp"

#include <fmt/format.h>

// In a debug build it ends the program at a key that begins with no letter, before it says what is wrong.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "agent/config/syntax.hpp"

namespace liftbox {
namespace {

constexpr int most_syntax_mistakes = 20;

TomlNode::Place place_of(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

/// On one line, text between double quotes.
std::string text_of(const toml::node& node) {
  constexpr auto flags = toml::toml_formatter::default_flags & ~toml::format_flags::allow_literal_strings &
                         ~toml::format_flags::allow_multi_line_strings;
  std::ostringstream out;
  out << toml::toml_formatter{node, flags};
  return out.str();
}

TomlNode plain(const toml::node& node);

TomlNode plain(const toml::table& table) {
  TomlNode out;
  for (const auto& [key, value] : table) {
    out.children.push_back(plain(value));
    out.children.back().key = std::string{key.str()};
    out.children.back().key_where = place_of(key.source());
  }
  std::stable_sort(out.children.begin(), out.children.end(), [](const TomlNode& a, const TomlNode& b) {
    return std::pair{a.key_where.line, a.key_where.column} < std::pair{b.key_where.line, b.key_where.column};
  });
  return out;
}

TomlNode plain(const toml::array& array) {
  TomlNode out;
  out.kind = TomlNode::Kind::list;
  out.text = text_of(array);
  for (const toml::node& element : array) out.children.push_back(plain(element));
  return out;
}

TomlNode plain_value(const toml::node& node) {
  TomlNode out;
  out.kind = TomlNode::Kind::scalar;
  out.text = text_of(node);
  if (const auto* const whole = node.as_integer())
    out.scalar = whole->get();
  else if (const auto* const number = node.as_floating_point())
    out.scalar = number->get();
  else if (const auto* const flag = node.as_boolean())
    out.scalar = flag->get();
  else if (const auto* const text = node.as_string())
    out.scalar = text->get();
  else
    out.kind = TomlNode::Kind::date;
  if (out.kind == TomlNode::Kind::date) out.scalar = out.text;
  return out;
}

TomlNode plain(const toml::node& node) {
  TomlNode out = node.is_table()   ? plain(*node.as_table())
                 : node.is_array() ? plain(*node.as_array())
                                   : plain_value(node);
  out.where = place_of(node.source());
  return out;
}

std::string line_of(const std::string& text, int number) {
  std::istringstream lines{text};
  std::string line;
  for (int i = 0; i < number; ++i) std::getline(lines, line);
  return line;
}

/// The text without what stands on a line; a heading keeps its keys together under another name.
std::string without_line(const std::string& text, int number) {
  std::istringstream lines{text};
  std::string rest;
  std::string line;
  for (int i = 1; std::getline(lines, line); ++i) {
    if (i == number) line = line.starts_with('[') ? fmt::format("[not-understood-{}]", number) : "";
    rest += line + '\n';
  }
  return rest;
}

}  // namespace

const TomlNode* TomlNode::find(const std::string& name) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const TomlNode& child) { return child.key == name; });
  return kind != Kind::table || found == children.end() ? nullptr : &*found;
}

bool TomlNode::is_list_of_tables() const {
  return kind == Kind::list && !children.empty() &&
         std::all_of(children.begin(), children.end(),
                     [](const TomlNode& child) { return child.kind == Kind::table; });
}

std::string as_toml(const Scalar& value) {
  return std::visit([](const auto& plain) { return text_of(toml::value{plain}); }, value);
}

std::string toml_key(const std::string& key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? key : as_toml(Scalar{key});
}

std::optional<TomlNode> parse_toml(std::string text, const std::string& file,
                                   std::vector<Mistake>& mistakes) {
  for (int told = 0; told < most_syntax_mistakes; ++told) {
    try {
      const toml::table root = toml::parse(std::string_view{text}, std::string_view{file});
      if (told > 0) return std::nullopt;
      return plain(static_cast<const toml::node&>(root));
    } catch (const toml::parse_error& error) {
      const TomlNode::Place where = place_of(error.source());
      mistakes.push_back(
          {file, where.line, where.column, plainly(error.description(), line_of(text, where.line))});
      if (!confined_to_its_line(error.description())) return std::nullopt;
      text = without_line(text, where.line);
    }
  }
  return std::nullopt;
}

}  // namespace liftbox
