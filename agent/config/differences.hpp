#pragma once

#include <string>
#include <vector>

#include "agent/config/site.hpp"

namespace liftbox {

/// One value that two configurations do not share.
struct Difference {
  std::string role;   ///< of the file: site, board, region, or a unit of the bus
  std::string table;  ///< "rules.entrapment", "line[2]"; empty above all headings
  std::string key;
  std::string before;  ///< as TOML; empty: not given
  std::string after;
  std::string file;  ///< of the new configuration
  int line = 0;      ///< in it; 0: a default
};
std::vector<Difference> differences(const SiteConfig& before, const SiteConfig& after);

/// "rules.entrapment.outside_confirm_s: 90 -> 60"
std::string to_string(const Difference& difference);

/// Which parts of a running box a new configuration touches; the others are not disturbed.
struct Touched {
  bool controller = false;  ///< the bus: its port, its units, their registers
  bool lines = false;
  bool broker = false;
};
Touched touched_by(const std::vector<Difference>& differences);

/// What can only be had by a restart, each with its place and that remedy.
std::vector<Mistake> needing_restart(const std::vector<Difference>& differences);

}  // namespace liftbox
