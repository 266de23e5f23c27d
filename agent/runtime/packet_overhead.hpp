#pragma once

#include <cstdint>

namespace liftbox {

inline constexpr std::uint32_t packet_overhead = 400;  ///< topic, properties and header of a PUBLISH

}  // namespace liftbox
