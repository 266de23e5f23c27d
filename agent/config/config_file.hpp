#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace liftbox {

/// One key of a configuration file as it is in force.
struct ConfigValue {
  std::string key;
  std::string value;  ///< as TOML; empty: not given, and nothing holds in its place
  int line = 0;       ///< 0: a default
};

/// A table of a configuration file with every key that means something in it.
struct ConfigTable {
  std::string path;     ///< "controller.rtu", "line[2]"; empty for the keys above all headings
  std::string heading;  ///< "[controller.rtu]", "[[line]]"
  std::vector<ConfigValue> values;
  bool in_file = false;  ///< the file has the heading
};

/// A file that the configuration came from, as it was read.
struct ConfigFile {
  std::string role;  ///< site, board, controller, region, extended_region
  std::filesystem::path file;
  std::string text;
  std::vector<ConfigTable> tables;  ///< in the order in which a file has them
};

}  // namespace liftbox
