#pragma once

#include "agent/cli/screens/layout.hpp"

namespace liftbox {

/// Standard output as it is: no colours where nobody sees them, or where NO_COLOR asks for none.
screen::Terminal terminal_of_output();
bool output_is_terminal();

}  // namespace liftbox
