#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace liftbox {

inline constexpr int deepest_json = 32;  ///< levels; nobody means more

/// A message from outside; discarded where it is no JSON, or nested deeper than anybody means. Reading what
/// is nested without end needs no stack; copying, comparing or writing it would end ours.
nlohmann::json parse_shallow(std::string_view text);

}  // namespace liftbox
