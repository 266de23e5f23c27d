#pragma once

#include <map>

#include "agent/config/site.hpp"
#include "agent/elevator/event.hpp"

namespace liftbox {

/// What the fault codes of the controller stand for, as its profile's [faults] say by national number.
std::map<int, EventType> controller_faults(const ControllerSettings& controller);

/// Which of them name a part that shuts people in when it fails.
std::map<int, Cause> controller_causes(const ControllerSettings& controller);

}  // namespace liftbox
