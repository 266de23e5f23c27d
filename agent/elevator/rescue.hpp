#pragma once

#include "agent/elevator/event.hpp"
#include "agent/elevator/rules.hpp"

namespace liftbox {

/// How the rescue went, once the entrapment is over: times by the clock that is never stepped.
RescueTimes rescue_times(const EntrapmentEvidence& entrapment, const Rules::Rescue& rules);

}  // namespace liftbox
