#include "agent/config/document.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace liftbox {

struct Table::Node {
  Document::Tree& tree;
  const toml::table& table;
  std::vector<std::string> asked{};

  const toml::node* find(const std::string& key) {
    if (std::find(asked.begin(), asked.end(), key) == asked.end()) asked.push_back(key);
    return table.get(key);
  }
};

struct Document::Tree {
  std::string file;
  std::vector<Mistake>& mistakes;
  toml::table root{};
  bool readable = false;
  std::map<const toml::table*, Table::Node> nodes{};

  Table::Node* node(const toml::table& table);
  void add(const toml::source_region& where, std::string message) {
    mistakes.push_back(
        {file, static_cast<int>(where.begin.line), static_cast<int>(where.begin.column), std::move(message)});
  }
  void read();
  void reject_unknown_keys(const toml::table& table);
};

namespace {

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    default:
      return "a date or time";
  }
}

/// The value under a key if it is a T; anything else there is a mistake.
template <class T>
std::optional<T> get(Table::Node* node, const std::string& key, std::string_view wanted) {
  const toml::node* const found = node != nullptr ? node->find(key) : nullptr;
  if (found == nullptr) return std::nullopt;
  std::optional<T> value = found->value_exact<T>();
  if (!value)
    node->tree.add(found->source(), fmt::format("'{}' is {}: give {}", key, type_name(*found), wanted));
  return value;
}

}  // namespace

Table::Node* Document::Tree::node(const toml::table& table) {
  return &nodes.try_emplace(&table, Table::Node{*this, table}).first->second;
}

void Document::Tree::read() {
  std::ifstream in{file, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.is_open() || in.bad()) {
    mistakes.push_back({file, 0, 0, "cannot be read: check that the file exists and who may read it"});
    return;
  }
  try {
    root = toml::parse(text, file);
    readable = true;
  } catch (const toml::parse_error& error) {
    add(error.source(), fmt::format("not TOML: {}", error.description()));
  }
}

void Document::Tree::reject_unknown_keys(const toml::table& table) {
  const std::vector<std::string>& asked = node(table)->asked;
  for (const auto& [key, value] : table) {
    const std::string name{key.str()};
    if (std::find(asked.begin(), asked.end(), name) == asked.end()) {
      add(key.source(), fmt::format("unknown key '{}': {}", name, suggestion(name, asked)));
      continue;
    }
    if (value.is_table()) reject_unknown_keys(*value.as_table());
    if (!value.is_array()) continue;
    for (const toml::node& element : *value.as_array())
      if (element.is_table()) reject_unknown_keys(*element.as_table());
  }
}

Document::Document(const std::filesystem::path& file, std::vector<Mistake>& mistakes)
    : tree_{new Tree{file.string(), mistakes}} {
  tree_->read();
}
Document::~Document() = default;

Table Document::root() const {
  return tree_->readable ? Table{tree_->node(tree_->root)} : Table{};
}
void Document::reject_unknown_keys() {
  if (tree_->readable) tree_->reject_unknown_keys(tree_->root);
}

bool Table::has(const std::string& key) const {
  return node_ != nullptr && node_->find(key) != nullptr;
}

std::optional<std::string> Table::text(const std::string& key) const {
  return get<std::string>(node_, key, "text in quotes");
}
std::optional<bool> Table::flag(const std::string& key) const {
  return get<bool>(node_, key, "true or false");
}

std::optional<std::int64_t> Table::whole(const std::string& key, std::int64_t min, std::int64_t max) const {
  const auto value = get<std::int64_t>(node_, key, fmt::format("a whole number, {} to {}", min, max));
  if (!value || (*value >= min && *value <= max)) return value;
  mistake(key, fmt::format("'{}' is {}: give {} to {}", key, *value, min, max));
  return std::nullopt;
}

std::optional<double> Table::number(const std::string& key) const {
  if (has(key) && node_->find(key)->is_integer()) return node_->find(key)->value<double>();
  return get<double>(node_, key, "a number");
}

std::optional<Scalar> Table::scalar(const std::string& key) const {
  if (!has(key)) return std::nullopt;
  const toml::node& found = *node_->find(key);
  if (const auto* const whole = found.as_integer()) return Scalar{whole->get()};
  if (const auto* const number = found.as_floating_point()) return Scalar{number->get()};
  if (const auto* const flag = found.as_boolean()) return Scalar{flag->get()};
  if (const auto* const text = found.as_string()) return Scalar{text->get()};
  mistake(key, fmt::format("'{}' is {}: give one value", key, type_name(found)));
  return std::nullopt;
}

std::optional<std::size_t> Table::choice(const std::string& key,
                                         const std::vector<std::string>& choices) const {
  const std::optional<std::string> value = text(key);
  if (!value) return std::nullopt;
  const auto found = std::find(choices.begin(), choices.end(), *value);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  mistake(key, fmt::format("'{}' cannot be \"{}\": {}", key, *value, suggestion(*value, choices)));
  return std::nullopt;
}

Table Table::table(const std::string& key) const {
  if (!has(key)) return {};
  const toml::node& found = *node_->find(key);
  if (const toml::table* const table = found.as_table()) return Table{node_->tree.node(*table)};
  mistake(key, fmt::format("'{}' is {}: give a table, [{}]", key, type_name(found), key));
  return {};
}

std::vector<Table> Table::tables(const std::string& key) const {
  std::vector<Table> all;
  if (!has(key)) return all;
  const toml::array* const array = node_->find(key)->as_array();
  if (array == nullptr || !array->is_homogeneous<toml::table>()) {
    mistake(key, fmt::format("'{0}' is no list of tables: write [[{0}]] above each", key));
    return all;
  }
  std::transform(array->begin(), array->end(), std::back_inserter(all),
                 [&](const toml::node& element) { return Table{node_->tree.node(*element.as_table())}; });
  return all;
}

std::vector<std::string> Table::keys() const {
  std::vector<const toml::key*> found;
  if (node_ != nullptr)
    for (const auto& entry : node_->table) found.push_back(&entry.first);
  std::stable_sort(found.begin(), found.end(), [](const toml::key* a, const toml::key* b) {
    return a->source().begin.line < b->source().begin.line;
  });
  std::vector<std::string> names(found.size());
  std::transform(found.begin(), found.end(), names.begin(),
                 [](const toml::key* key) { return std::string{key->str()}; });
  return names;
}

std::string Table::required_text(const std::string& key, const std::string& remedy) const {
  const std::optional<std::string> value = text(key);
  if (value && !value->empty()) return *value;
  if (value) mistake(key, fmt::format("'{}' is empty: {}", key, remedy));
  if (node_ != nullptr && !has(key)) mistake(fmt::format("'{}' is missing: {}", key, remedy));
  return {};
}

int Table::line() const {
  return node_ != nullptr ? static_cast<int>(node_->table.source().begin.line) : 0;
}

void Table::mistake(const std::string& key, const std::string& message) const {
  if (node_ == nullptr) return;
  const toml::node* const found = node_->find(key);
  node_->tree.add(found != nullptr ? found->source() : node_->table.source(), message);
}
void Table::mistake(const std::string& message) const {
  if (node_ != nullptr) node_->tree.add(node_->table.source(), message);
}

}  // namespace liftbox
