#include "agent/cli/findings.hpp"

#include <fmt/format.h>

namespace liftbox::cli {

void Findings::at_table(const std::string& path, const std::string& message) {
  all_.push_back({read_.file.string(), line_of(path), 1, message});
}

void Findings::at_key(const std::string& path, const std::string& key, const std::string& message) {
  int line = line_of(path);
  for (const ConfigTable& table : read_.tables)
    for (const ConfigValue& value : table.values)
      if (table.path == path && value.key == key && value.line > 0) line = value.line;
  all_.push_back({read_.file.string(), line, 1, message});
}

void Findings::check_head(const std::string& name, const std::string& sources) {
  if (const std::string stem = read_.file.stem().string(); name != stem)
    at_top(
        fmt::format(R"('name' is "{}", and site files find it as "{}": rename one of the two)", name, stem));
  if (sources.empty())
    at_top("'sources' is missing: name the manual, table or drawing that the facts are from");
}

void Findings::check_hardware(const std::string& description, const std::string& tried_on) {
  if (description.empty()) at_top("'description' is missing: say in a few words what it fits");
  if (tried_on.empty())
    at_top(R"('tried_on' is missing: name the hardware it was tried on, or write "nothing yet")");
}

int Findings::line_of(const std::string& path) const {
  for (const ConfigTable& table : read_.tables)
    if (table.path == path || table.path.starts_with(path + "."))
      for (const ConfigValue& value : table.values)
        if (value.line > 0) return value.line;
  return 1;
}

}  // namespace liftbox::cli
