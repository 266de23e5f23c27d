#include "protocols/control/json_rpc.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace liftbox::control;
using nlohmann::json;

TEST_CASE("a request names its method, and has parameters or none") {
  const auto request = parse_request(R"({"jsonrpc":"2.0","id":"a7","method":"events","params":{"limit":3}})");
  CHECK_FALSE(request.error);
  CHECK(request.id == R"("a7")");
  CHECK(request.method == "events");
  CHECK(request.params->at("limit") == 3);
  CHECK(*parse_request(R"({"jsonrpc":"2.0","id":1,"method":"status"})").params == json::object());
}

TEST_CASE("a request without id wants no answer") {
  const auto request = parse_request(R"({"jsonrpc":"2.0","method":"status"})");
  CHECK_FALSE(request.error);
  CHECK_FALSE(request.wants_answer);
}

TEST_CASE("what is no request is refused with the code of JSON-RPC") {
  using Case = std::pair<const char*, ErrorCode>;
  const auto [text, code] =
      GENERATE(Case{"", ErrorCode::parse_error}, Case{"{", ErrorCode::parse_error},
               Case{"{\"method\":\"\xff\xfe\"}", ErrorCode::parse_error},
               Case{"GET / HTTP/1.1", ErrorCode::parse_error}, Case{"[]", ErrorCode::invalid_request},
               Case{"7", ErrorCode::invalid_request}, Case{"{}", ErrorCode::invalid_request},
               Case{R"({"jsonrpc":"1.0","id":1,"method":"m"})", ErrorCode::invalid_request},
               Case{R"({"jsonrpc":"2.0","id":{},"method":"m"})", ErrorCode::invalid_request},
               Case{R"({"jsonrpc":"2.0","id":1})", ErrorCode::invalid_request},
               Case{R"({"jsonrpc":"2.0","id":1,"method":2})", ErrorCode::invalid_request},
               Case{R"({"jsonrpc":"2.0","id":1,"method":"m","params":[1]})", ErrorCode::invalid_params});
  CAPTURE(text);
  const auto request = parse_request(text);
  REQUIRE(request.error);
  CHECK(request.error->code == code);
  CHECK(request.wants_answer);
}

TEST_CASE("a request that is nested without end is refused, and nobody's stack ends with it") {
  const std::string nested = R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"a":)" +
                             std::string(20'000, '[') + std::string(20'000, ']') + "}}";
  const auto request = parse_request(nested);
  REQUIRE(request.error);
  CHECK(request.error->code == ErrorCode::parse_error);
}

TEST_CASE("an answer is one line and carries the id as it came") {
  CHECK(result_line("\"a7\"", {{"text", "two\nlines"}}) ==
        "{\"id\":\"a7\",\"jsonrpc\":\"2.0\",\"result\":{\"text\":\"two\\nlines\"}}\n");
  const auto error = json::parse(error_line("null", {ErrorCode::refused, "not \xff now"}));
  CHECK(error["error"]["code"] == -32000);
  CHECK(error["id"].is_null());
}

TEST_CASE("a number that a request gives is whole and in its range, or is refused with both") {
  const WholeNumber limit{"limit", 1, 1000};
  CHECK(limit.of(json::object(), 20) == 20);
  CHECK(limit.of(json{{"limit", 1}}, 20) == 1);
  CHECK(limit.of(json{{"limit", 1000U}}, 20) == 1000);
  const auto given = GENERATE(as<std::string>{}, "0", "-1", "1001", "2.5", "-1e300", "1e300",
                              "18446744073709551615", "null", "true", "\"7\"", "[1]");
  CAPTURE(given);
  CHECK_THROWS_WITH(limit.of(json{{"limit", json::parse(given)}}, 20),
                    "limit is a whole number from 1 to 1000, not " + json::parse(given).dump());
}
