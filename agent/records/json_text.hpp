#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace liftbox {

/// A member's text; empty where there is no such member, or it is no text.
inline std::string text_of(const nlohmann::json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace liftbox
