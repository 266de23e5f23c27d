#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "agent/cli/screens/layout.hpp"

namespace liftbox::screen {

/// The dossier of the brake: the verdict first, then what was done, the times before and after, the days
/// since.
std::string brake_screen(const nlohmann::json& answer, const Terminal& terminal);

/// "NOT YET put right 未完成治理", and a line for each reason.
std::string brake_verdict(const nlohmann::json& answer, const Terminal& terminal);

/// One character for each day, higher for slower; · where the brake was not used.
std::string day_chart(const nlohmann::json& days);

}  // namespace liftbox::screen
