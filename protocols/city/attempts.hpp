#pragma once

#include <cstddef>

#include "agent/elevator/time.hpp"

/// At the broker and at the database.
namespace liftbox::city {

inline constexpr Duration longest_wait =
    std::chrono::seconds{10};  ///< between two: a city waits for this one
inline constexpr std::size_t worker_queue = 8;

}  // namespace liftbox::city
