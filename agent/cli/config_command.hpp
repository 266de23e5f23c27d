#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace liftbox::cli {

struct ConfigCheckOptions {
  std::vector<std::string> files;
  std::string profiles;  ///< empty: the installed ones, or what the file says
};

struct ConfigShowOptions {
  std::string file;  ///< empty: what the daemon runs with
  std::string profiles;
  std::string part;        ///< site, board, controller, region; empty: all
  bool effective = false;  ///< defaults too
};

/// Checks site files as the daemon does, all mistakes of all of them. Returns the exit code.
int check_config(const ConfigCheckOptions& options, std::ostream& out);
/// Returns the exit code.
int show_config(const std::string& socket, const ConfigShowOptions& options, std::ostream& out);

/// Asks the daemon to read its configuration again, and says what that changed.
/// `by` is a work number; empty: who has signed in.
void reload_config(const std::string& socket, const std::string& by, std::ostream& out);

}  // namespace liftbox::cli
