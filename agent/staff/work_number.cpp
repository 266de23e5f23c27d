#include "agent/staff/work_number.hpp"

#include <algorithm>

namespace liftbox {
namespace {

constexpr std::size_t longest = 32;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool may_stand_in_it(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
}

}  // namespace

bool is_work_number(std::string_view text) {
  return text.size() <= longest && std::all_of(text.begin(), text.end(), may_stand_in_it) &&
         std::any_of(text.begin(), text.end(), is_digit);
}

}  // namespace liftbox
