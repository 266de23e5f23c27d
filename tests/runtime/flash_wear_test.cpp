#include "agent/runtime/flash_wear.hpp"

#include <catch2/catch.hpp>

using namespace liftbox;

namespace {

constexpr std::uint64_t megabyte = 1'000'000;

/// A minute each, at a pace.
void write_for(FlashWear& wear, int from_minute, int minutes, std::uint64_t a_minute, std::uint64_t& bytes) {
  for (int minute = from_minute; minute < from_minute + minutes; ++minute)
    wear.measured(bytes += a_minute, Moment{std::chrono::minutes{minute}}, ~std::uint64_t{0});
}

}  // namespace

TEST_CASE("what is written in a day is known after an hour at the pace so far, after a day exactly") {
  FlashWear wear;
  std::uint64_t bytes = 0;
  write_for(wear, 0, 60, megabyte, bytes);
  CHECK_FALSE(wear.a_day());
  write_for(wear, 60, 1, megabyte, bytes);
  CHECK(wear.a_day() == 24 * 60 * megabyte);
  write_for(wear, 61, 24 * 60, 0, bytes);
  CHECK(wear.a_day().value() <= megabyte);
}

TEST_CASE("more than the budget is told once a day") {
  FlashWear wear;
  std::uint64_t bytes = 0;
  int told = 0;
  for (int minute = 0; minute < 3 * 24 * 60; ++minute)
    told += wear.measured(bytes += megabyte, Moment{std::chrono::minutes{minute}}, 1000 * megabyte) ? 1 : 0;
  CHECK(told == 3);
  CHECK_FALSE(wear.measured(bytes, Moment{std::chrono::minutes{3 * 24 * 60}}, 2000 * megabyte));
}
