#pragma once

#include <random>
#include <string>
#include <string_view>

namespace liftbox::fuzz {

/// The text with one member of another type, size, place or number; empty where it is no JSON. Bytes changed
/// at random are hardly ever JSON, and what stands behind the parser would not be reached.
std::string with_another_member(std::string_view text, std::mt19937& random);

}  // namespace liftbox::fuzz
