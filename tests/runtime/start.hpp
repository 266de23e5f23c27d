#pragma once

#include "agent/elevator/time.hpp"

namespace liftbox::test {

inline constexpr Moment t0{std::chrono::hours{1}};  ///< at which a test begins

}  // namespace liftbox::test
