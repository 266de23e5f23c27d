#pragma once

#include <deque>
#include <string>
#include <vector>

#include "agent/config/document.hpp"
#include "agent/config/toml_tree.hpp"

namespace liftbox {

/// A table as it is asked for: what is known of it, what was asked, what is in force.
struct Table::Node {
  Document::Tree& tree;
  const TomlNode* table;  ///< none: absent from the file
  TomlNode::Place where;  ///< of the table, or of what it is absent from
  std::string name;       ///< "register.values"
  std::string path;       ///< "register[2].values"
  bool element = false;   ///< of a list of tables
  std::vector<std::string> asked{};
  std::vector<ConfigValue> values{};
  std::vector<Node*> children{};

  const TomlNode* find(const std::string& key);
  ConfigValue& value(const std::string& key);  ///< to be shown
  std::string heading() const;
};

/// A document and all tables of it that were asked for.
struct Document::Tree {
  static constexpr int not_in_a_list = -1;

  std::string file;
  std::vector<Mistake>& mistakes;
  ConfigFile* read = nullptr;
  std::optional<TomlNode> root{};
  std::deque<Table::Node> nodes{};

  void add(const TomlNode::Place& where, std::string message) {
    mistakes.push_back({file, where.line, where.column, std::move(message)});
  }
  Table::Node* child(Table::Node& parent, const TomlNode* table, const std::string& key, int index);
  void reject_unknown_keys(const Table::Node& node);
  void list(const Table::Node& node) const;

 private:
  std::string unknown(const Table::Node& node, const TomlNode& entry) const;
  std::string elsewhere(const std::string& key) const;
};

}  // namespace liftbox
