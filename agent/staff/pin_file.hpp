#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace liftbox {

/// Who may sign in, a line each: `4711 $scrypt$…`. Empty lines and those that begin with # are for people.
struct PinFile {
  std::map<std::string, std::string> kept_forms;  ///< by work number
  bool open_to_all = false;                       ///< every user of the machine may read and try them
};

/// Throws std::runtime_error with file, line and remedy.
PinFile read_pin_file(const std::filesystem::path& file);

}  // namespace liftbox
