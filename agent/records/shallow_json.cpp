#include "agent/records/shallow_json.hpp"

#include <nlohmann/json.hpp>

namespace liftbox {

nlohmann::json parse_shallow(std::string_view text) {
  using nlohmann::json;
  bool too_deep = false;
  const auto keep = [&](int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
    too_deep = too_deep || depth > deepest_json;
    return !too_deep;
  };
  json message = json::parse(text, keep, false);
  return too_deep ? json(json::value_t::discarded) : message;
}

}  // namespace liftbox
