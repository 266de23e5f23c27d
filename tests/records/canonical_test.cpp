#include "agent/records/canonical.hpp"

#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

using namespace liftbox;
using nlohmann::json;

namespace {

/// What Python makes of the same values, a line for each. They reach it in pure ASCII, all else as \uXXXX, so
/// that nothing of our own canonical form is given away.
std::vector<std::string> by_python(const std::vector<json>& values) {
  std::string name = "/tmp/liftbox-canonical-XXXXXX";
  const int file = ::mkstemp(name.data());
  REQUIRE(file >= 0);
  std::string lines;
  for (const json& value : values) lines += value.dump(-1, ' ', true) + "\n";
  REQUIRE(::write(file, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()));
  ::close(file);

  FILE* pipe = ::popen(("/usr/bin/python3 -B " CANONICAL " < " + name).c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::vector<std::string> said{""};
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
    if (c == '\n')
      said.emplace_back();
    else
      said.back().push_back(static_cast<char>(c));
  REQUIRE(::pclose(pipe) == 0);
  ::unlink(name.c_str());
  said.pop_back();
  return said;
}

/// The UTF-8 of one character.
std::string character(unsigned code) {
  const auto tail = [](unsigned bits) { return static_cast<char>(0x80U | (bits & 0x3FU)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0U | code >> 6U), tail(code)};
  if (code < 0x10000) return {static_cast<char>(0xE0U | code >> 12U), tail(code >> 6U), tail(code)};
  return {static_cast<char>(0xF0U | code >> 18U), tail(code >> 12U), tail(code >> 6U), tail(code)};
}

std::vector<json> nasty_values() {
  std::vector<json> values{
      json::object(),
      json::array(),
      {{"困人", "轿厢在开锁区外"}, {"emoji", "🛗🚒👩‍🔧"}, {"quotes", R"(" \ / ' `)"}},
      {{"", ""}, {"a", nullptr}, {"b", true}, {"c", {1, {2, {3, json::object()}}}}},
      {{"numbers",
        {0, -1, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
         std::numeric_limits<std::uint64_t>::max()}}},
      // Sorted by code point: U+FF5E comes before U+1F6D7, whose UTF-16 begins with D83D.
      {{"～", 1},
       {"🛗", 2},
       {"a", 3},
       {"A", 4},
       {"_", 5},
       {"aa", 6},
       {"\x7f", 7},
       {"é", 8},
       {"e\xCC\x81", 9}},
  };
  for (unsigned code = 0; code <= 0x100; ++code)
    values.push_back({{character(code), "at " + character(code) + " end"}});
  for (const unsigned code : {0x7FFU, 0x800U, 0x2028U, 0x2029U, 0xD7FFU, 0xE000U, 0xFEFFU, 0xFFFDU, 0xFFFEU,
                              0xFFFFU, 0x10000U, 0x10FFFFU})
    values.push_back({{character(code), character(code)}});
  return values;
}

}  // namespace

TEST_CASE("another implementation writes the same canonical bytes") {
  const std::vector<json> values = nasty_values();
  const std::vector<std::string> theirs = by_python(values);
  REQUIRE(theirs.size() == values.size());
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(canonical(values[i]) == theirs[i]);
}

TEST_CASE("canonical bytes are sorted, without white space, and escape only what they must") {
  CHECK(canonical({{"b", 1}, {"a", {{"z", nullptr}, {"y", false}}}}) ==
        R"({"a":{"y":false,"z":null},"b":1})");
  CHECK(canonical("\b\t\n\f\r \x01\x1f \"\\/ \x7f 困") ==
        "\"\\b\\t\\n\\f\\r \\u0001\\u001f \\\"\\\\/ \x7f 困\"");
}

TEST_CASE("what has no canonical form is a mistake of the program") {
  CHECK_THROWS_AS(canonical(1.0), std::logic_error);
  CHECK_THROWS_AS(canonical({{"a", {1, {{"b", 0.5}}}}}), std::logic_error);
  CHECK_THROWS_AS(canonical(std::numeric_limits<double>::quiet_NaN()), std::logic_error);
  CHECK_THROWS_AS(canonical("\xFF"), std::logic_error);
  CHECK_THROWS_AS(canonical({{"\xED\xA0\x80", "half of a UTF-16 pair"}}), std::logic_error);
}

TEST_CASE("text from outside is made fit for a record") {
  CHECK(to_utf8("困人") == "困人");
  CHECK(to_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
  CHECK_NOTHROW(canonical(to_utf8("\xED\xA0\x80\xC0\xAF\xE5\x9B")));
}
