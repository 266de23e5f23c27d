#pragma once

#include "agent/cli/screens/layout.hpp"

namespace liftbox::test {

inline constexpr screen::Terminal plain{80, false};

}  // namespace liftbox::test
