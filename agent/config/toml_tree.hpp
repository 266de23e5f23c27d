#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/config/mistakes.hpp"

namespace liftbox {

using Scalar = std::variant<std::int64_t, double, bool, std::string>;

/// What a TOML file says: one value, table or list, with its place. Plain data, in the order of the file.
struct TomlNode {
  enum class Kind : std::uint8_t { scalar, date, table, list };
  struct Place {
    int line = 0;
    int column = 0;
  };

  Kind kind = Kind::table;
  Place where;
  std::string key;  ///< under which it stands, if in a table
  Place key_where;
  Scalar scalar;                   ///< of a date: its text
  std::vector<TomlNode> children;  ///< of a table or list
  std::string text;                ///< as TOML; empty for a table

  const TomlNode* find(const std::string& name) const;
  bool is_list_of_tables() const;
};

std::string as_toml(const Scalar& value);
std::string toml_key(const std::string& key);  ///< in quotes where it needs them

/// The table of the whole file; empty where the text is no TOML. Tells what is not, line by line for as long
/// as the next can be understood without the last.
std::optional<TomlNode> parse_toml(std::string text, const std::string& file, std::vector<Mistake>& mistakes);

}  // namespace liftbox
