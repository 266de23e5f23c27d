#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// Every signal with value, age, quality and source; what cannot be believed first.
std::string signals_screen(const nlohmann::json& answer, const Terminal& terminal);

}  // namespace liftbox::screen
