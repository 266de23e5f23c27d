#include "agent/config/differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace liftbox {
namespace {

using Name = std::tuple<std::string, std::string, std::string>;  // role, table, key

struct Place {
  std::string value;
  std::string file;
  int line = 0;
};

bool is_region(const std::string& role) {
  return role == "region" || role == "extended_region";
}

/// Between two regions the site file's `region` says all; that each line of a table is another says nothing.
std::map<Name, Place> values_of(const SiteConfig& site, bool another_region) {
  std::map<Name, Place> all;
  for (const ConfigFile& file : site.files) {
    if (another_region && is_region(file.role)) continue;
    for (const ConfigTable& table : file.tables)
      for (const ConfigValue& value : table.values)
        if (!value.value.empty())
          all[{file.role, table.path, value.key}] = {value.value, file.file.string(), value.line};
  }
  return all;
}

std::string_view first_word(std::string_view path) {
  return path.substr(0, path.find_first_of(".["));
}

bool is_unit(const std::string& role) {
  return role != "site" && role != "board" && !is_region(role);
}
bool is_text_for_people(const Difference& difference) {
  return difference.key == "description" && difference.role != "site";
}

bool in_site(const Difference& difference, std::string_view section) {
  return difference.role == "site" && first_word(difference.table) == section;
}
bool in_board(const Difference& difference, std::string_view section) {
  return difference.role == "board" && first_word(difference.table) == section;
}

/// What may change while the box runs. A section that is not named here needs a restart.
bool may_change_now(const Difference& difference) {
  if (difference.role == "board" && !difference.table.empty())
    return in_board(difference, "line") || in_board(difference, "serial_ports");
  if (difference.role != "site") return true;
  if (in_site(difference, "telemetry")) return difference.key != "share_mb";
  constexpr std::array sections{"controller", "lines", "broker",     "lift", "rules",
                                "sign_in",    "box",   "inspection", "log"};
  constexpr std::array keys{"board", "region", "profiles_dir", "without_entrapment"};
  if (difference.table.empty()) return std::find(keys.begin(), keys.end(), difference.key) != keys.end();
  return std::find(sections.begin(), sections.end(), first_word(difference.table)) != sections.end();
}

std::string full_name(const Difference& difference) {
  return (difference.role == "site" ? "" : difference.role + " ") +
         (difference.table.empty() ? "" : difference.table + ".") + difference.key;
}

}  // namespace

std::vector<Difference> differences(const SiteConfig& before, const SiteConfig& after) {
  const bool another_region = before.codes.region != after.codes.region;
  const auto old_values = values_of(before, another_region);
  const auto new_values = values_of(after, another_region);
  std::vector<Difference> all;
  const auto add = [&](const Name& name, const std::string& was, const Place& is) {
    all.push_back({std::get<0>(name), std::get<1>(name), std::get<2>(name), was, is.value, is.file, is.line});
  };
  for (const auto& [name, place] : new_values) {
    const auto old_place = old_values.find(name);
    if (old_place == old_values.end())
      add(name, "", place);
    else if (old_place->second.value != place.value)
      add(name, old_place->second.value, place);
  }
  for (const auto& [name, place] : old_values)
    if (!new_values.contains(name)) add(name, place.value, {"", after.file.string(), 0});
  return all;
}

std::string to_string(const Difference& difference) {
  if (difference.before.empty()) return fmt::format("{}: {} is new", full_name(difference), difference.after);
  if (difference.after.empty())
    return fmt::format("{}: {} is gone", full_name(difference), difference.before);
  return fmt::format("{}: {} -> {}", full_name(difference), difference.before, difference.after);
}

Touched touched_by(const std::vector<Difference>& differences) {
  Touched touched;
  for (const Difference& one : differences) {
    if (is_text_for_people(one)) continue;
    touched.controller = touched.controller || in_site(one, "controller") || is_unit(one.role) ||
                         in_board(one, "serial_ports");
    touched.lines = touched.lines || in_site(one, "lines") || in_board(one, "line");
    touched.broker = touched.broker || in_site(one, "broker");
  }
  return touched;
}

std::vector<Mistake> needing_restart(const std::vector<Difference>& differences) {
  std::vector<Mistake> all;
  for (const Difference& one : differences)
    if (!may_change_now(one))
      all.push_back({one.file, one.line, one.line == 0 ? 0 : 1,
                     fmt::format("{} cannot change while the box runs: restart liftboxd (systemctl restart "
                                 "liftboxd), or undo it",
                                 to_string(one))});
  return all;
}

}  // namespace liftbox
