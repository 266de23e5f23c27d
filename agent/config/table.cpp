#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "agent/config/document_tree.hpp"
#include "agent/config/units.hpp"

namespace liftbox {
namespace {

/// A value as its file has it, or what it is where that is too long to repeat.
std::string described(const TomlNode& node) {
  constexpr std::size_t longest = 60;
  if (node.kind == TomlNode::Kind::table) return "a table";
  if (node.kind == TomlNode::Kind::list) return "a list";
  return node.text.size() <= longest ? node.text : "a long text";
}

/// A number that was written as text, with its unit perhaps.
std::optional<std::string> number_in(const TomlNode& found, const std::string& key) {
  const auto* const text = std::get_if<std::string>(&found.scalar);
  return text != nullptr ? number_in_unit_of(key, *text) : std::nullopt;
}

}  // namespace

Table::operator bool() const {
  return node_ != nullptr && node_->table != nullptr;
}

bool Table::has(const std::string& key) const {
  return node_ != nullptr && node_->find(key) != nullptr;
}

/// The value under a key if it is a T; anything else there is a mistake, with a remedy.
template <class T>
std::optional<T> Table::get(const std::string& key, std::string remedy) const {
  if (node_ == nullptr) return std::nullopt;
  node_->value(key);
  const TomlNode* const found = node_->find(key);
  if (found == nullptr) return std::nullopt;
  const T* const value = found->kind == TomlNode::Kind::scalar ? std::get_if<T>(&found->scalar) : nullptr;
  if (value != nullptr) return *value;
  if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>)
    if (const auto number = number_in(*found, key))
      remedy = fmt::format("write {} = {}, the number alone without quotes", key, *number);
  mistake(key, fmt::format("'{}' is {}: {}", key, described(*found), remedy));
  return std::nullopt;
}

Given<std::string> Table::text(const std::string& key) const {
  return {get<std::string>(key, "give text in quotes"),
          [*this, key](const std::string& fallback) { in_force(key, fallback); }};
}
Given<bool> Table::flag(const std::string& key) const {
  return {get<bool>(key, "give true or false, without quotes"),
          [*this, key](bool fallback) { in_force(key, fallback); }};
}

Given<std::int64_t> Table::whole(const std::string& key, std::int64_t min, std::int64_t max) const {
  auto value = get<std::int64_t>(key, fmt::format("give a whole number, {} to {}", min, max));
  if (value && (*value < min || *value > max)) {
    mistake(key, fmt::format("'{}' is {}: give {} to {}", key, *value, min, max));
    value.reset();
  }
  return {value, [*this, key](std::int64_t fallback) { in_force(key, fallback); }};
}

Given<double> Table::number(const std::string& key) const {
  const TomlNode* const found = node_ != nullptr ? node_->find(key) : nullptr;
  const auto* const whole = found != nullptr ? std::get_if<std::int64_t>(&found->scalar) : nullptr;
  const auto value = whole != nullptr && found->kind == TomlNode::Kind::scalar
                         ? std::optional{static_cast<double>(*whole)}
                         : get<double>(key, "give a number");
  if (node_ != nullptr) node_->value(key);
  return {value, [*this, key](double fallback) { in_force(key, fallback); }};
}

std::optional<Scalar> Table::scalar(const std::string& key) const {
  if (node_ == nullptr) return std::nullopt;
  node_->value(key);
  const TomlNode* const found = node_->find(key);
  if (found == nullptr) return std::nullopt;
  if (found->kind == TomlNode::Kind::scalar || found->kind == TomlNode::Kind::date) return found->scalar;
  mistake(key,
          fmt::format("'{}' is {}: give one number, true, false or text in quotes", key, described(*found)));
  return std::nullopt;
}

Given<std::size_t> Table::choice(const std::string& key, const std::vector<std::string>& choices) const {
  const std::optional<std::string> value =
      get<std::string>(key, fmt::format("give one of \"{}\", in quotes", fmt::join(choices, "\", \"")));
  std::optional<std::size_t> chosen;
  if (value) {
    const auto found = std::find(choices.begin(), choices.end(), *value);
    if (found != choices.end())
      chosen = static_cast<std::size_t>(found - choices.begin());
    else
      mistake(key, fmt::format("'{}' cannot be \"{}\": {}", key, *value, suggestion(*value, choices)));
  }
  return {chosen, [*this, key, choices](std::size_t fallback) { in_force(key, choices[fallback]); }};
}

Given<std::filesystem::path> Table::path(const std::string& key, const std::filesystem::path& beside) const {
  std::optional<std::filesystem::path> path;
  if (const std::optional<std::string> given = text(key)) {
    if (given->empty())
      mistake(key, fmt::format("'{}' is empty: give a path, or remove the line", key));
    else
      path = (beside / *given).lexically_normal();
  }
  if (path) in_force(key, path->string());
  return {path, [*this, key](const std::filesystem::path& fallback) { in_force(key, fallback.string()); }};
}

std::vector<std::string> Table::texts(const std::string& key) const {
  std::vector<std::string> all;
  if (!has(key)) return all;
  const TomlNode& list = *node_->find(key);
  if (list.kind != TomlNode::Kind::list || list.children.empty()) {
    mistake(key, fmt::format("'{0}' is {1}: give a list of names, {0} = [\"…\", \"…\"]", key,
                             list.kind == TomlNode::Kind::list ? "an empty list" : described(list)));
    return all;
  }
  for (std::size_t i = 0; i < list.children.size(); ++i) {
    const TomlNode& element = list.children[i];
    const auto* const text = std::get_if<std::string>(&element.scalar);
    const bool good = element.kind == TomlNode::Kind::scalar && text != nullptr && !text->empty();
    if (!good) mistake(key, i, fmt::format("'{}' has {}: give names in quotes", key, described(element)));
    all.push_back(good ? *text : "");
  }
  return all;
}

void Table::in_force(const std::string& key, const Scalar& value) const {
  if (node_ != nullptr) node_->value(key).value = as_toml(value);
}

Table Table::table(const std::string& key) const {
  if (node_ == nullptr) return {};
  const TomlNode* found = node_->find(key);
  if (found != nullptr && found->kind != TomlNode::Kind::table) {
    mistake(key, fmt::format("'{}' is {}: write the heading [{}] and its keys below it", key,
                             described(*found), key));
    found = nullptr;
  }
  return Table{node_->tree.child(*node_, found, key, Document::Tree::not_in_a_list)};
}

std::vector<Table> Table::tables(const std::string& key) const {
  std::vector<Table> all;
  if (!has(key)) return all;
  const TomlNode& list = *node_->find(key);
  if (!list.is_list_of_tables()) {
    mistake(key, fmt::format("'{0}' is no list of tables: write [[{0}]] above each", key));
    return all;
  }
  int index = 0;
  std::transform(
      list.children.begin(), list.children.end(), std::back_inserter(all),
      [&](const TomlNode& element) { return Table{node_->tree.child(*node_, &element, key, index++)}; });
  return all;
}

std::vector<std::string> Table::keys() const {
  std::vector<std::string> names;
  if (*this)
    for (const TomlNode& entry : node_->table->children) names.push_back(entry.key);
  return names;
}

std::string Table::required_text(const std::string& key, const std::string& remedy) const {
  const std::optional<std::string> value = get<std::string>(key, remedy);
  if (value && !value->empty()) return *value;
  if (value) mistake(key, fmt::format("'{}' is empty: {}", key, remedy));
  if (*this && !has(key)) mistake(fmt::format("'{}' is missing: {}", key, remedy));
  return {};
}

int Table::line() const {
  return *this ? node_->where.line : 0;
}

void Table::mistake(const std::string& key, const std::string& message) const {
  if (node_ == nullptr) return;
  const TomlNode* const found = node_->find(key);
  node_->tree.add(found != nullptr ? found->where : node_->where, message);
}
void Table::mistake(const std::string& key, std::size_t element, const std::string& message) const {
  if (node_ == nullptr) return;
  const TomlNode* const found = node_->find(key);
  const bool there = found != nullptr && element < found->children.size();
  node_->tree.add(there ? found->children[element].where : node_->where, message);
}
void Table::mistake(const std::string& message) const {
  if (node_ != nullptr) node_->tree.add(node_->where, message);
}

}  // namespace liftbox
