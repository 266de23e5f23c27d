#include "protocols/city/members.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "agent/records/shallow_json.hpp"

namespace liftbox::city {
namespace {

using nlohmann::json;

constexpr std::size_t longest_text = 100;
constexpr std::uint64_t largest_number = std::numeric_limits<std::int64_t>::max();

/// What is nested without end would end our stack when it is written again.
bool not_too_deep(int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
  if (depth > deepest_json)
    throw Wrong{"it is nested deeper than " + std::to_string(deepest_json) + " levels"};
  return true;
}

}  // namespace

json parse_object(std::string_view payload) {
  json body = json::parse(payload, not_too_deep, false);
  if (!body.is_object()) throw Wrong{"it is no JSON object"};
  return body;
}

std::string text(const json& body, const char* member) {
  const auto found = body.find(member);
  if (found == body.end() || !found->is_string()) throw Wrong{std::string{member} + " is not a text"};
  auto value = found->get<std::string>();
  if (value.size() > longest_text) throw Wrong{std::string{member} + " has more than 100 bytes"};
  if (value.find('\0') != std::string::npos) throw Wrong{std::string{member} + " holds U+0000"};
  return value;
}

std::int64_t whole_number(const json& body, const char* member) {
  const auto found = body.find(member);
  const bool fits = found != body.end() && found->is_number_integer() &&
                    !(found->is_number_unsigned() && found->get<std::uint64_t>() > largest_number);
  if (!fits) throw Wrong{std::string{member} + " is not a whole number"};
  return found->get<std::int64_t>();
}

bool is_uuid(std::string_view text) {
  constexpr std::size_t size = 36;
  constexpr std::array<std::size_t, 4> hyphens{8, 13, 18, 23};
  if (text.size() != size) return false;
  for (std::size_t i = 0; i < size; ++i) {
    const bool digit = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    const bool hyphen = std::find(hyphens.begin(), hyphens.end(), i) != hyphens.end();
    if (hyphen ? text[i] != '-' : !digit) return false;
  }
  return true;
}

}  // namespace liftbox::city
