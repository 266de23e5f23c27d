#include "agent/records/canonical.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace liftbox {
namespace {

void refuse_floats(const nlohmann::json& value) {
  if (value.is_number_float()) throw std::logic_error{"a record has whole numbers only: " + value.dump()};
  if (value.is_structured())
    for (const nlohmann::json& member : value) refuse_floats(member);
}

}  // namespace

std::string canonical(const nlohmann::json& record) {
  refuse_floats(record);
  try {
    return record.dump(-1, ' ', false, nlohmann::json::error_handler_t::strict);
  } catch (const nlohmann::json::type_error& error) {
    throw std::logic_error{error.what()};
  }
}

std::string to_utf8(const std::string& text) {
  const std::string quoted =
      nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return nlohmann::json::parse(quoted).get<std::string>();
}

}  // namespace liftbox
