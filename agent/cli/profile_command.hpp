#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace liftbox::cli {

struct ProfileCheckOptions {
  std::vector<std::string> files;
  int baud = 9600;         ///< the slowest that is usual
  std::string profiles{};  ///< their directory, for what a region extends; empty: the installed ones
};

/// Loads profiles as the daemon does, and tells what is hardly meant too. Returns the exit code.
int check_profiles(const ProfileCheckOptions& options, std::ostream& out);

}  // namespace liftbox::cli
