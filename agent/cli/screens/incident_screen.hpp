#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// The life of an incident: its records as a timeline from when it began, how the rescue went, what may have
/// been the cause and what a person says. `causes`: the daemon's answer of that name.
std::string incident_screen(const std::vector<nlohmann::json>& records, const nlohmann::json& causes,
                            const Terminal& terminal);

/// The causes that a person may name; marked: what the box can suggest.
std::string causes_screen(const nlohmann::json& causes, const Terminal& terminal);

}  // namespace liftbox::screen
