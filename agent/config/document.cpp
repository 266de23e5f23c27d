#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "agent/config/document_tree.hpp"
#include "agent/config/text_file.hpp"
#include "agent/config/units.hpp"

namespace liftbox {
namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool is_number(const TomlNode& node) {
  return node.kind == TomlNode::Kind::scalar && node.scalar.index() < 2;
}
double number_of(const TomlNode& node) {
  const auto* const whole = std::get_if<std::int64_t>(&node.scalar);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(node.scalar);
}

}  // namespace

const TomlNode* Table::Node::find(const std::string& key) {
  if (!contains(asked, key)) asked.push_back(key);
  return table != nullptr ? table->find(key) : nullptr;
}

ConfigValue& Table::Node::value(const std::string& key) {
  const auto known = std::find_if(values.begin(), values.end(),
                                  [&](const ConfigValue& candidate) { return candidate.key == key; });
  if (known != values.end()) return *known;
  const TomlNode* const found = find(key);
  values.push_back(found != nullptr ? ConfigValue{key, found->text, found->key_where.line}
                                    : ConfigValue{key, "", 0});
  return values.back();
}

std::string Table::Node::heading() const {
  if (name.empty()) return {};
  return element ? "[[" + name + "]]" : "[" + name + "]";
}

Table::Node* Document::Tree::child(Table::Node& parent, const TomlNode* table, const std::string& key,
                                   int index) {
  const std::string step = (parent.name.empty() ? "" : ".") + toml_key(key);
  std::string path = parent.path + step;
  if (index != not_in_a_list) path += fmt::format("[{}]", index);
  const auto known = std::find_if(parent.children.begin(), parent.children.end(),
                                  [&](const Table::Node* node) { return node->path == path; });
  if (known != parent.children.end()) return *known;
  nodes.push_back({.tree = *this,
                   .table = table,
                   .where = table != nullptr ? table->where : parent.where,
                   .name = parent.name + step,
                   .path = std::move(path),
                   .element = index != not_in_a_list});
  parent.children.push_back(&nodes.back());
  return &nodes.back();
}

/// A table that nobody opened has told its mistake already.
void Document::Tree::reject_unknown_keys(const Table::Node& node) {
  if (node.table == nullptr) return;
  for (const TomlNode& entry : node.table->children)
    if (!contains(node.asked, entry.key)) add(entry.key_where, unknown(node, entry));
  for (const Table::Node* const child : node.children) reject_unknown_keys(*child);
}

std::string Document::Tree::unknown(const Table::Node& node, const TomlNode& entry) const {
  const std::string start = fmt::format("unknown key '{}': ", entry.key);
  if (const auto meant = key_in_other_unit(entry.key, node.asked)) {
    const auto same =
        is_number(entry) ? converted(entry.key, number_of(entry), *meant) : std::optional<std::string>{};
    return start +
           fmt::format("{} are asked for, write {} = {}", unit_words(*meant), *meant, same.value_or("…"));
  }
  if (nearest(entry.key, node.asked).empty())
    if (const std::string places = elsewhere(entry.key); !places.empty()) return start + places;
  return start + suggestion(entry.key, node.asked);
}

/// Where a key would mean something that stands under the wrong heading.
std::string Document::Tree::elsewhere(const std::string& key) const {
  std::vector<std::string> places;
  for (const Table::Node& node : nodes) {
    const std::string place = node.name.empty() ? "above the first heading" : "under " + node.heading();
    if (contains(node.asked, key) && !contains(places, place)) places.push_back(place);
  }
  return places.empty() ? "" : fmt::format("it belongs {}", fmt::join(places, " or "));
}

/// What is in force goes to `read`: plain lists too, which have no accessor that notes them.
void Document::Tree::list(const Table::Node& node) const {
  Table::Node shown = node;
  for (const std::string& key : node.asked)
    if (const TomlNode* const found = shown.find(key); found != nullptr && !found->text.empty())
      if (!found->is_list_of_tables()) shown.value(key);
  const bool in_file = node.table != nullptr;
  if (!shown.values.empty() || (in_file && node.children.empty()))
    read->tables.push_back({node.path, node.heading(), std::move(shown.values), in_file});
  for (const Table::Node* const child : node.children) list(*child);
}

Document::Document(const std::filesystem::path& file, std::vector<Mistake>& mistakes, ConfigFile* read)
    : tree_{new Tree{file.string(), mistakes, read}} {
  TextFile content = read_text_file(file);
  if (!content.problem.empty()) {
    mistakes.push_back({tree_->file, 0, 0, content.problem});
    return;
  }
  if (read != nullptr) {
    read->file = file;
    read->text = content.text;
  }
  tree_->root = parse_toml(std::move(content.text), tree_->file, mistakes);
  if (tree_->root)
    tree_->nodes.push_back(
        {.tree = *tree_, .table = &*tree_->root, .where = tree_->root->where, .name = {}, .path = {}});
}
Document::~Document() = default;

Table Document::root() const {
  return tree_->root ? Table{&tree_->nodes.front()} : Table{};
}

void Document::reject_unknown_keys() {
  if (!tree_->root) return;
  tree_->reject_unknown_keys(tree_->nodes.front());
  if (tree_->read != nullptr) tree_->list(tree_->nodes.front());
}

}  // namespace liftbox
