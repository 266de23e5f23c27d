#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace liftbox::city {

/// What is wrong with a message, said to whoever reads the dead letters.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An object, nested no deeper than anybody means; else Wrong.
nlohmann::json parse_object(std::string_view payload);
/// A member of at most 100 bytes, without U+0000; else Wrong.
std::string text(const nlohmann::json& body, const char* member);
/// A member that bigint can hold; else Wrong.
std::int64_t whole_number(const nlohmann::json& body, const char* member);

/// As agents write it: lower case, with four hyphens.
bool is_uuid(std::string_view text);

}  // namespace liftbox::city
