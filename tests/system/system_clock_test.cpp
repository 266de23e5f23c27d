#include "drivers/system/system_clock.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <ctime>

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

WallTime at(std::chrono::sys_days day) {
  return WallTime{day.time_since_epoch()};
}
const WallTime start_of_1970 = at(std::chrono::sys_days{std::chrono::year{1970} / 1 / 1});
const WallTime far_ahead = at(std::chrono::sys_days{std::chrono::year{2100} / 1 / 1});

}  // namespace

TEST_CASE("a clock is believed as far as its kernel and its year allow") {
  SECTION("unset before the program was built, whatever the kernel says") {
    CHECK(judge_clock(start_of_1970, {false, 10ms}) == ClockQuality::unset);
    CHECK(judge_clock(at(std::chrono::sys_days{std::chrono::year{2023} / 12 / 31}), {false, 10ms}) ==
          ClockQuality::unset);
  }
  SECTION("synced while a time server holds it") {
    CHECK(judge_clock(far_ahead, {false, 4999ms}) == ClockQuality::synced);
  }
  SECTION("holdover once the time server is gone") {
    CHECK(judge_clock(far_ahead, {true, 10ms}) == ClockQuality::holdover);
    CHECK(judge_clock(far_ahead, {false, 5000ms}) == ClockQuality::holdover);
  }
}

TEST_CASE("the machine's clocks are those that the kernel stamps edges with") {
  const SystemClock clock;
  timespec before{};
  ::clock_gettime(CLOCK_MONOTONIC, &before);
  const Moment now = clock.now();
  CHECK(now.time_since_epoch() >= std::chrono::seconds{before.tv_sec});
  CHECK(now.time_since_epoch() < std::chrono::seconds{before.tv_sec} + 10s);
  CHECK(clock.now() >= now);
  CHECK(clock.boot().size() == 36);
}

TEST_CASE("local time is told from UTC by the machine's time zone") {
  const SystemClock clock;
  ::setenv("TZ", "CST-8", 1);
  ::tzset();
  CHECK(clock.utc_offset() == 8h);
  ::setenv("TZ", "NST3:30", 1);
  ::tzset();
  CHECK(clock.utc_offset() == -210min);
  ::unsetenv("TZ");
  ::tzset();
}
