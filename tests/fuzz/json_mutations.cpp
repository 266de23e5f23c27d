#include "tests/fuzz/json_mutations.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "agent/records/shallow_json.hpp"

namespace liftbox::fuzz {
namespace {

using nlohmann::json;
constexpr int longest_list = 300;

std::size_t below(std::size_t end, std::mt19937& random) {
  return random() % end;
}

void collect(json& node, std::vector<json*>& nodes) {
  nodes.push_back(&node);
  if (!node.is_structured()) return;
  for (json& child : node) collect(child, nodes);
}

/// What is seldom written by somebody who means well.
json odd_value(std::mt19937& random) {
  using limits = std::numeric_limits<std::int64_t>;
  const std::vector<json> odd{nullptr,
                              true,
                              false,
                              0,
                              1,
                              -1,
                              2,
                              7,
                              8,
                              100,
                              127,
                              128,
                              255,
                              256,
                              65'536,
                              1'000'000'000,
                              1e300,
                              -1e300,
                              0.5,
                              std::numeric_limits<std::int32_t>::max(),
                              std::numeric_limits<std::int32_t>::min(),
                              limits::max(),
                              limits::min(),
                              limits::max() / 4,
                              limits::min() / 4,
                              std::numeric_limits<std::uint64_t>::max(),
                              1'700'000'000'000,
                              9'999'999'999'999,
                              "",
                              "0",
                              "-1",
                              "5x",
                              "99999999999999999999",
                              std::string{"\0", 1},
                              "困人",
                              "entrapment",
                              "2026-02-30",
                              std::string(70, 'a'),
                              json::array(),
                              json::object(),
                              json::array({json::array({1, 2})})};
  return odd[below(odd.size(), random)];
}

void change_text(json& node, std::mt19937& random) {
  auto text = node.get<std::string>();
  const std::size_t at = below(text.size() + 1, random);
  if (random() % 2 == 0 || at == text.size())
    text.insert(at, 1, static_cast<char>(random() % 128));
  else
    text[at] = static_cast<char>(random() % 128);
  node = text;
}

void change_structure(json& node, std::mt19937& random) {
  if (node.empty()) {
    if (node.is_array()) node.push_back(odd_value(random));
    return;
  }
  auto child = std::next(node.begin(), static_cast<std::ptrdiff_t>(below(node.size(), random)));
  const json copy = *child;
  if (random() % 2 == 0) {
    node.erase(child);
  } else if (node.is_array()) {
    for (std::size_t times = below(random() % 8 == 0 ? longest_list : 3, random) + 1; times > 0; --times)
      node.push_back(copy);
  } else {
    std::string key = child.key();
    key.insert(below(key.size() + 1, random), 1, static_cast<char>('0' + random() % 10));
    node[key] = copy;
  }
}

void change(json& node, const json& other, std::mt19937& random) {
  const auto kind = random() % 4;
  if (kind == 0)
    node = odd_value(random);
  else if (kind == 1)
    node = json(other);
  else if (node.is_number_integer())
    node = static_cast<std::int64_t>(node.get<std::uint64_t>() + random() % 7 - 3);
  else if (node.is_string())
    change_text(node, random);
  else if (node.is_boolean())
    node = !node.get<bool>();
  else if (node.is_structured())
    change_structure(node, random);
}

}  // namespace

std::string with_another_member(std::string_view text, std::mt19937& random) {
  json tree = parse_shallow(text);
  if (tree.is_discarded()) return {};
  for (auto times = random() % 3 + 1; times > 0; --times) {
    std::vector<json*> nodes;
    collect(tree, nodes);
    const json other = *nodes[below(nodes.size(), random)];
    change(*nodes[below(nodes.size(), random)], other, random);
  }
  return tree.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace liftbox::fuzz
