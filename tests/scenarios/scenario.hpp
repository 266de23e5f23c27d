#pragma once

#include <filesystem>
#include <fstream>
#include <istream>
#include <optional>
#include <string>

#include "agent/config/settings.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/trace.hpp"
#include "agent/records/rfc3339.hpp"

namespace liftbox::test {

/// A recorded while, and what is to be known of the lift it was recorded at: lines such as
/// `# --set lift.rated_speed_mm_s=1000` in the trace, as `liftctl replay` takes them.
struct Scenario : Trace {
  Rules rules;
  LiftFacts facts;

  /// The wall clock of `# start`.
  std::optional<WallTold> wall() const {
    const auto at = parse_rfc3339(start);
    return at ? std::optional{WallTold{{}, at->ms, at->utc_offset_min, true}} : std::nullopt;
  }
};

inline Scenario read_scenario(std::istream& in) {
  Scenario scenario{read_trace(in), {}, {}};
  in.clear();
  in.seekg(0);
  const std::string setting = "# --set ";
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(setting)) apply_setting(scenario.rules, scenario.facts, line.substr(setting.size()));
  return scenario;
}

inline Scenario read_scenario(const std::filesystem::path& path) {
  std::ifstream file{path};
  return read_scenario(file);
}

}  // namespace liftbox::test
