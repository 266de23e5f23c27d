#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// Today, yesterday, the last 30 days and all since the box was installed, beside each other; what no signal
/// tells is left out.
std::string statistics_screen(const nlohmann::json& answer, const Terminal& terminal);

}  // namespace liftbox::screen
