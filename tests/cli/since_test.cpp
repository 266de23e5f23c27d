#include "agent/cli/since.hpp"

#include <catch2/catch.hpp>

using liftbox::parse_since;

TEST_CASE("a time back is counted from now, a date stands for itself") {
  constexpr std::int64_t now = 1'767'571'200'000;  // 2026-01-05T00:00:00Z
  CHECK(parse_since("30s", now) == now - 30'000);
  CHECK(parse_since("15m", now) == now - 900'000);
  CHECK(parse_since("2h", now) == now - 7'200'000);
  CHECK(parse_since("7d", now) == now - 604'800'000);
  CHECK(parse_since("2026-01-05T08:00:00+08:00", 0) == now);
}

TEST_CASE("anything else is no time") {
  const auto* const text =
      GENERATE("", "h", "2", "2 h", "-2h", "2w", "2hh", "yesterday", "999999999999999999999d", "2026-01-05");
  CAPTURE(text);
  CHECK_FALSE(parse_since(text, 0));
}
