#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// The visit that is under way, what was asked of the lift since the last, and the records of those before.
std::string visits_screen(const nlohmann::json& answer, const std::vector<nlohmann::json>& ended,
                          const Terminal& terminal);
/// What was seen of a visit that has just ended.
std::string visit_ended_screen(const nlohmann::json& evidence, const Terminal& terminal);
std::string inspection_screen(const nlohmann::json& answer, const Terminal& terminal);

}  // namespace liftbox::screen
