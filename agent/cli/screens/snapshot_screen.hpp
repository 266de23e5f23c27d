#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "agent/cli/screens/layout.hpp"
#include "agent/elevator/trace.hpp"

namespace liftbox::screen {

/// Which snapshots there are, from the answer of `snapshots`.
std::string snapshots_screen(const nlohmann::json& answer, const Terminal& terminal);

/// What each signal did in a trace, as a line from left to right. `marked` is the moment that it is about:
/// the alarm. Signals that never changed are listed below with their value.
std::string timeline_screen(const Trace& trace, Moment marked, const Terminal& terminal);

/// Every change in the order of time, a line each, seconds from the marked moment.
std::string changes_screen(const Trace& trace, Moment marked);

}  // namespace liftbox::screen
