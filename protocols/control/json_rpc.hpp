#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

/// The texts of JSON-RPC 2.0, one a line.
namespace liftbox::control {

enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  refused = -32000,  ///< understood, and not done: the message says why
  busy = -32001,     ///< too many connections
};

struct RpcError {
  ErrorCode code;
  std::string message;
};

/// One line of a client: what it asks, or why it cannot be understood.
struct ParsedRequest {
  std::string id = "null";  ///< as JSON
  bool wants_answer = true;
  std::string method;
  std::shared_ptr<const nlohmann::json> params;  ///< an object
  std::optional<RpcError> error;
};
ParsedRequest parse_request(std::string_view line);

/// Whole lines with their ends; `id` is JSON.
std::string result_line(const std::string& id, const nlohmann::json& result);
std::string error_line(const std::string& id, const RpcError& error);
std::string request_line(std::string_view method, const nlohmann::json& params, int id);
std::string notification_line(std::string_view method, const nlohmann::json& params);

}  // namespace liftbox::control
