#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// Something that a technician should know before anything else.
struct Problem {
  Ink ink = Ink::plain;
  std::string label;  ///< ALARM, fault, notice; box: the gateway itself
  std::string words;
  std::string remedy;  ///< what to type; may be empty
};

/// What is wrong, the worst first, from the answer of `status`.
std::vector<Problem> problems(const nlohmann::json& status);

}  // namespace liftbox::screen
