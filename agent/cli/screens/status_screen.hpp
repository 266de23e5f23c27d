#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// Lift and box at a glance: what is wrong first. Fits 24 lines of 80 columns.
std::string status_screen(const nlohmann::json& status, const Terminal& terminal);

}  // namespace liftbox::screen
