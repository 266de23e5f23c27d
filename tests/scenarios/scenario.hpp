#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "agent/config/settings.hpp"
#include "agent/elevator/rules.hpp"
#include "agent/elevator/trace.hpp"

namespace liftbox::test {

/// A recorded while, and what is to be known of the lift it was recorded at: lines such as
/// `# --set lift.rated_speed_mm_s=1000` in the trace, as `liftctl replay` takes them.
struct Scenario : Trace {
  Rules rules;
  LiftFacts facts;
};

inline Scenario read_scenario(const std::filesystem::path& path) {
  std::ifstream file{path};
  Scenario scenario{read_trace(file), {}, {}};
  file.clear();
  file.seekg(0);
  const std::string setting = "# --set ";
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(setting)) apply_setting(scenario.rules, scenario.facts, line.substr(setting.size()));
  return scenario;
}

}  // namespace liftbox::test
