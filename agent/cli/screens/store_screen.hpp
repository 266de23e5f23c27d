#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// The box's diary as a thing that takes up room and wears out, of the answer to `status`.
std::string store_screen(const nlohmann::json& status, const Terminal& terminal);

}  // namespace liftbox::screen
