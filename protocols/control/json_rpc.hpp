#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
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

/// What a method throws that its client reads as ErrorCode::invalid_params.
struct InvalidParams : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// One of a request's params; `otherwise` where it is not given. Throws InvalidParams for what is no whole
/// number, or out of range.
struct WholeNumber {
  const char* name;
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();  ///< not negative

  std::int64_t of(const nlohmann::json& params, std::int64_t otherwise) const;
};

/// Whole lines with their ends; `id` is JSON.
std::string result_line(const std::string& id, const nlohmann::json& result);
std::string error_line(const std::string& id, const RpcError& error);
std::string request_line(std::string_view method, const nlohmann::json& params, int id);
std::string notification_line(std::string_view method, const nlohmann::json& params);

}  // namespace liftbox::control
