#pragma once

#include <nlohmann/json_fwd.hpp>

#include "agent/daemon/answers.hpp"

namespace liftbox {

/// Lift and box at a glance, for the screen that a technician looks at first.
nlohmann::json status_answer(const Answers::Of& of, const Stamp& started);

}  // namespace liftbox
