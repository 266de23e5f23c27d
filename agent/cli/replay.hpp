#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace liftbox {

struct ReplayOptions {
  std::string trace;        ///< file, or - for standard input
  std::string config;       ///< site file; empty: the specification's rules
  std::string profiles;     ///< directory of the profiles that the site file names; empty: installed
  bool statistics = false;  ///< print the documents of hours and days instead
  bool why_not = false;     ///< print what was held back, too
  std::vector<std::string> settings;  ///< "lift.rated_speed_mm_s=1750"
};

/// Runs a recorded trace through detection and prints one JSON object a line for each record. Returns the
/// exit code: 0, or 2 with line number and reason on `err`.
int run_replay(const ReplayOptions& options, std::ostream& out, std::ostream& err);

}  // namespace liftbox
