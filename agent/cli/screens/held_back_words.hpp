#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace liftbox::screen {

/// Why a rule did not raise: "the car counts as empty". Of an object with `reason` and `by`.
std::string held_back_words(const nlohmann::json& held);

}  // namespace liftbox::screen
