#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// What rules held back: how often and why, and the last ones.
std::string why_not_screen(const nlohmann::json& answer, const Terminal& terminal);

/// One of them, with the lift as it was.
std::string why_not_detail(const nlohmann::json& answer, const Terminal& terminal);

}  // namespace liftbox::screen
