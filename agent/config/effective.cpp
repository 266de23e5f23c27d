#include "agent/config/effective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "agent/config/toml_tree.hpp"

namespace liftbox {
namespace {

constexpr int place_column = 44;

std::string line_of(const ConfigFile& file, const ConfigValue& value, std::string_view prefix) {
  const std::string from = value.line != 0 ? fmt::format("{}:{}", file.file.filename().string(), value.line)
                           : value.value.empty() ? "not given"
                                                 : "default";
  const std::string text = value.value.empty()
                               ? fmt::format("{}# {} =", prefix, toml_key(value.key))
                               : fmt::format("{}{} = {}", prefix, toml_key(value.key), value.value);
  return fmt::format("{:<{}}  # {}\n", text, place_column, from);
}

std::string tables_of(const ConfigFile& file, Shown what, std::string_view prefix) {
  std::string text;
  for (const ConfigTable& table : file.tables) {
    std::string lines;
    for (const ConfigValue& value : table.values)
      if (value.line != 0 || what == Shown::effective) lines += line_of(file, value, prefix);
    const bool only_defaults = std::all_of(table.values.begin(), table.values.end(),
                                           [](const ConfigValue& value) { return value.line == 0; });
    if (only_defaults && !table.in_file && what == Shown::given) continue;
    if (!table.heading.empty()) text += fmt::format("{}\n{}{}\n", prefix, prefix, table.heading);
    text += lines;
  }
  return text;
}

}  // namespace

std::string show(const SiteConfig& site, Shown what) {
  std::string text;
  for (const ConfigFile& file : site.files) {
    const bool is_site = file.role == "site";
    text += fmt::format("{}# {}: {}\n", is_site ? "" : "\n", file.role, file.file.string());
    text += tables_of(file, what, is_site ? "" : "# ");
  }
  return text;
}

std::string show_file(const SiteConfig& site, const std::string& role, Shown what) {
  const auto file = std::find_if(site.files.begin(), site.files.end(),
                                 [&](const ConfigFile& candidate) { return candidate.role == role; });
  if (file == site.files.end())
    throw std::invalid_argument{fmt::format("{} names no {} profile", site.file.string(), role)};
  return fmt::format("# {}: {}\n", role, file->file.string()) + tables_of(*file, what, "");
}

}  // namespace liftbox
