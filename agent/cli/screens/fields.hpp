#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

/// Members of an answer as text for people. A daemon of another version may leave some out: that is shown as
/// nothing, never an error.
namespace liftbox::screen {

inline constexpr std::int64_t ms_of_a_second = 1000;

const nlohmann::json& member(const nlohmann::json& object, const char* name);  ///< null where there is none
std::string text(const nlohmann::json& object, const char* name);  ///< fit for the terminal; empty for null
bool flag(const nlohmann::json& object, const char* name);         ///< false for null
std::optional<std::int64_t> number(const nlohmann::json& object, const char* name);
std::int64_t count(const nlohmann::json& object, const char* name);  ///< 0 for null

std::string short_incident(const std::string& incident);  ///< "EPOCH:118" -> "#118"
std::string duration_text(std::int64_t seconds);          ///< "34 s", "12 min 40 s", "3 h 5 min", "2 d 4 h"
std::string age_text(std::int64_t ms);                    ///< "0.2 s", then as above
std::string bytes_text(std::int64_t bytes);

}  // namespace liftbox::screen
