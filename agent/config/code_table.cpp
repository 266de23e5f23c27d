#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "agent/config/document.hpp"
#include "agent/config/profiles.hpp"
#include "agent/config/region_numbers.hpp"
#include "agent/config/rescue_causes.hpp"

namespace liftbox {
namespace {

namespace fs = std::filesystem;

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && number >= 0 && number <= largest_code ? std::optional{number} : std::nullopt;
}

/// "1-8" or "90".
std::optional<CodeTable::Range> range_in(const std::string& text) {
  const std::size_t dash = text.find('-');
  const auto first = number_in(std::string_view{text}.substr(0, dash));
  const auto last = dash == std::string::npos ? first : number_in(std::string_view{text}.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return CodeTable::Range{*first, *last};
}

std::vector<CodeTable::Range> read_listed(const Table& root) {
  std::vector<CodeTable::Range> listed;
  const std::vector<std::string> texts = root.texts("numbers");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) continue;  // told already
    if (const auto range = range_in(texts[i]))
      listed.push_back(*range);
    else
      root.mistake(
          "numbers", i,
          fmt::format("'{}' is no range: write \"1-8\" or \"90\", from 0 to {}", texts[i], largest_code));
  }
  return listed;
}

/// A record gives the region's number under the region's name.
void check_name(const Table& root, const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!plain || name == "gb24476" || name == "bacnet")
    root.mistake(
        "name",
        fmt::format("'{}' cannot stand beside gb24476 and bacnet in a record: use a-z, 0-9 and _, and "
                    "neither of these two",
                    name));
}

void read_not_told(const Table& all, CodeTable& table) {
  for (const std::string& key : all.keys()) {
    const auto number = number_in(key);
    if (!number) {
      all.mistake(key, fmt::format("'{}' is no number: write [not_told.NUMBER], 0 to {}", key, largest_code));
      continue;
    }
    const Table one = all.table(key);
    one.required_text("zh", "give the Chinese text");
    one.required_text("en", "give the English text");
    for (const auto& [name, codes] : table.codes)
      if (codes.number == *number)
        one.mistake(fmt::format("{} is the code of '{}': remove one of the two", *number, name));
    table.not_told.insert(*number);
  }
}

CodeTable read_head(const Table& root) {
  CodeTable table;
  table.region = root.required_text("name", "give the region's name, as in name = \"national\"");
  check_name(root, table.region);
  table.sources = root.text("sources").value_or("");
  table.listed = read_listed(root);
  if (root && !root.has("codes")) root.mistake("no codes: write [codes.EVENT_TYPE] for each");
  return table;
}

CodeTable read_by_itself(const Table& root) {
  CodeTable table = read_head(root);
  table.codes = own_numbers(code_entries(root.table("codes")));
  table.service_modes = own_numbers(mode_entries(root.table("service_modes")));
  table.rescue_causes = read_rescue_causes(root);
  read_not_told(root.table("not_told"), table);
  return table;
}

/// Codes that only the extended table has; of two codes for one cause the region's own is suggested.
void inherit_causes(CodeTable& table, const CodeTable& base) {
  for (auto [code, inherited] : base.rescue_causes) {
    if (inherited.cause && table.code_of(*inherited.cause)) inherited.cause.reset();
    table.rescue_causes.try_emplace(code, std::move(inherited));
  }
}

CodeTable read_addition(const Table& root, const CodeTable& base) {
  CodeTable table = read_head(root);
  table.extends = base.region;
  table.codes = extended_numbers(code_entries(root.table("codes")), base.codes, base.region);
  table.service_modes =
      extended_numbers(mode_entries(root.table("service_modes")), base.service_modes, base.region);
  table.rescue_causes = read_rescue_causes(root);
  inherit_causes(table, base);
  read_not_told(root.table("not_told"), table);
  return table;
}

/// It stands beside the one that extends it, or is one of those that the box came with.
std::optional<fs::path> extended_file(const Table& root, const fs::path& beside, const fs::path& regions) {
  const std::string name = root.required_text("extends", "name the table that this one adds to");
  if (name.empty()) return std::nullopt;
  for (const fs::path& directory : {beside, regions})
    if (fs::path found = directory / (name + ".toml"); fs::is_regular_file(found)) return found;
  root.mistake("extends",
               fmt::format("there is no {}.toml, neither beside this file nor in {}: give the name "
                           "of another region, as in extends = \"national\"",
                           name, regions.string()));
  return std::nullopt;
}

/// The table that another extends; nothing where it cannot be used.
std::optional<CodeTable> read_extended(const fs::path& file, const Table& from,
                                       std::vector<Mistake>& mistakes, ConfigFile& read) {
  const std::size_t before = mistakes.size();
  Document document{file, mistakes, &read};
  if (document.root().has("extends")) {
    from.mistake("extends",
                 fmt::format("'{}' extends another table itself: extend that one", file.stem().string()));
    return std::nullopt;
  }
  CodeTable base = read_by_itself(document.root());
  document.reject_unknown_keys();
  return mistakes.size() == before ? std::optional{std::move(base)} : std::nullopt;
}

}  // namespace

CodeTable load_code_table(const fs::path& file, const fs::path& regions, std::vector<Mistake>& mistakes,
                          std::vector<ConfigFile>* read) {
  std::vector<ConfigFile> files{{"region", {}, {}, {}}};
  Document document{file, mistakes, &files.front()};
  const Table root = document.root();
  CodeTable table;
  if (root.has("extends")) {
    ConfigFile base_read{"extended_region", {}, {}, {}};
    const auto base_file = extended_file(root, file.parent_path(), regions);
    const auto base = base_file ? read_extended(*base_file, root, mistakes, base_read) : std::nullopt;
    if (!base) return table;
    table = read_addition(root, *base);
    document.reject_unknown_keys();
    files.push_back(std::move(base_read));
  } else {
    table = read_by_itself(root);
    document.reject_unknown_keys();
  }
  if (read != nullptr) std::move(files.begin(), files.end(), std::back_inserter(*read));
  return table;
}

}  // namespace liftbox
