#include "protocols/control/json_rpc.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/records/shallow_json.hpp"

namespace liftbox::control {
namespace {

using nlohmann::json;

/// Text from the field may hold bytes that are no UTF-8; an answer never fails because of them.
std::string line(const json& message) {
  return message.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

ParsedRequest bad(ParsedRequest request, ErrorCode code, std::string message) {
  request.error = RpcError{code, std::move(message)};
  request.wants_answer = true;
  return request;
}

bool is_id(const json& id) {
  return id.is_string() || id.is_number() || id.is_null();
}

}  // namespace

std::int64_t WholeNumber::of(const json& params, std::int64_t otherwise) const {
  const auto given = params.find(name);
  if (given == params.end()) return otherwise;
  const bool too_large =
      given->is_number_unsigned() && given->get<std::uint64_t>() > static_cast<std::uint64_t>(most);
  const bool whole = given->is_number_integer() && !too_large;
  if (!whole || given->get<std::int64_t>() < least || given->get<std::int64_t>() > most) {
    constexpr int longest_shown = 40;
    throw InvalidParams(fmt::format("{} is a whole number from {} to {}, not {:.{}}", name, least, most,
                                    given->dump(-1, ' ', true, json::error_handler_t::replace),
                                    longest_shown));
  }
  return given->get<std::int64_t>();
}

ParsedRequest parse_request(std::string_view text) {
  const json message = parse_shallow(text);
  ParsedRequest request;
  if (message.is_discarded()) {
    return bad(request, ErrorCode::parse_error, "not JSON: one JSON-RPC 2.0 request a line is expected");
  }
  if (!message.is_object()) return bad(request, ErrorCode::invalid_request, "a request is an object");
  const auto id = message.find("id");
  request.wants_answer = id != message.end();
  if (request.wants_answer) {
    if (!is_id(*id)) return bad(request, ErrorCode::invalid_request, "id is a string or a number");
    request.id = id->dump();
  }
  const auto version = message.find("jsonrpc");
  if (version == message.end() || *version != "2.0") {
    return bad(request, ErrorCode::invalid_request, R"("jsonrpc":"2.0" is missing)");
  }
  const auto method = message.find("method");
  if (method == message.end() || !method->is_string()) {
    return bad(request, ErrorCode::invalid_request, "method is missing");
  }
  request.method = method->get<std::string>();
  const auto params = message.find("params");
  request.params = std::make_shared<const json>(params == message.end() ? json::object() : *params);
  if (!request.params->is_object()) return bad(request, ErrorCode::invalid_params, "params is an object");
  return request;
}

// An id that is spelled as JSON goes back as it came: parsing our own `dump` cannot fail.
std::string result_line(const std::string& id, const json& result) {
  return line({{"jsonrpc", "2.0"}, {"id", json::parse(id)}, {"result", result}});
}

std::string error_line(const std::string& id, const RpcError& error) {
  return line({{"jsonrpc", "2.0"},
               {"id", json::parse(id)},
               {"error", {{"code", static_cast<int>(error.code)}, {"message", error.message}}}});
}

std::string request_line(std::string_view method, const json& params, int id) {
  return line({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}});
}

std::string notification_line(std::string_view method, const json& params) {
  return line({{"jsonrpc", "2.0"}, {"method", method}, {"params", params}});
}

}  // namespace liftbox::control
