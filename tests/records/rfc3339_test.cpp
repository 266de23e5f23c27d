#include "agent/records/rfc3339.hpp"

#include <catch2/catch.hpp>

using namespace liftbox;

namespace {

constexpr std::int64_t morning = 1'767'571'200'123;  // 2026-01-05T00:00:00.123Z

std::int64_t ms_of(std::string_view text) {
  const auto time = parse_rfc3339(text);
  REQUIRE(time);
  return time->ms;
}

}  // namespace

TEST_CASE("a time is written with its offset and milliseconds") {
  CHECK(format_rfc3339(morning, 480) == "2026-01-05T08:00:00.123+08:00");
  CHECK(format_rfc3339(morning, 0) == "2026-01-05T00:00:00.123+00:00");
  CHECK(format_rfc3339(morning, -210) == "2026-01-04T20:30:00.123-03:30");
  CHECK(format_rfc3339(0, 0) == "1970-01-01T00:00:00.000+00:00");
  CHECK(format_rfc3339(-1, 0) == "1969-12-31T23:59:59.999+00:00");
  CHECK(format_rfc3339(4'102'444'800'000, 345) == "2100-01-01T05:45:00.000+05:45");
}

TEST_CASE("a time that was written is read as the same") {
  for (const int offset : {-720, -210, 0, 345, 480, 840})
    for (std::int64_t ms = -62'000'000'000'000; ms < 250'000'000'000'000; ms += 7'777'777'777'777) {
      const auto time = parse_rfc3339(format_rfc3339(ms, offset));
      REQUIRE(time);
      REQUIRE(time->ms == ms);
      REQUIRE(time->utc_offset_min == offset);
    }
}

TEST_CASE("other forms of RFC 3339 are read too") {
  CHECK(ms_of("2026-01-05T00:00:00.123Z") == morning);
  CHECK(ms_of("2026-01-05t00:00:00.123z") == morning);
  CHECK(ms_of("2026-01-05T00:00:00Z") == morning - 123);
  CHECK(ms_of("2026-01-05T00:00:00.1Z") == morning - 23);
  CHECK(ms_of("2026-01-05T00:00:00.12399999999999999999999999999999999999999999Z") == morning);
  CHECK(ms_of("2026-01-05T00:00:00.123-00:00") == morning);
  CHECK(ms_of("2024-02-29T00:00:00Z") == 1'709'164'800'000);
  CHECK(ms_of("2016-12-31T23:59:60Z") == ms_of("2017-01-01T00:00:00Z"));
}

TEST_CASE("what is no such time is refused") {
  const auto* const text =
      GENERATE("", "2026-01-05", "2026-01-05T08:00:00", "2026-01-05 08:00:00Z", "2026-01-05T08:00Z",
               "2026-01-05T08:00:00.Z", "2026-01-05T08:00:00,5Z", "2026-01-05T08:00:00Z ",
               " 2026-01-05T08:00:00Z", "2026-1-05T08:00:00Z", "26-01-05T08:00:00Z", "+026-01-05T08:00:00Z",
               "-026-01-05T08:00:00Z", "2026-13-05T08:00:00Z", "2026-00-05T08:00:00Z", "2026-02-29T08:00:00Z",
               "2026-01-00T08:00:00Z", "2026-01-05T24:00:00Z", "2026-01-05T08:60:00Z", "2026-01-05T08:00:61Z",
               "2026-01-05T08:00:00+8:00", "2026-01-05T08:00:00+0800", "2026-01-05T08:00:00+24:00",
               "2026-01-05T08:00:00+08:60", "2026-01-05T08:00:00+08:00Z", "2026-01-05T0a:00:00Z");
  CAPTURE(text);
  CHECK_FALSE(parse_rfc3339(text));
}
