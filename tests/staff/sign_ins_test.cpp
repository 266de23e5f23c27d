#include "agent/staff/sign_ins.hpp"

#include <catch2/catch.hpp>

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

constexpr Moment t0{Duration{1'000'000}};
constexpr uid_t technician = 1001;
constexpr uid_t other = 1002;

}  // namespace

TEST_CASE("a sign-in holds for one account and ends by itself") {
  SignIns sign_ins;
  CHECK_FALSE(sign_ins.session(technician, t0));
  sign_ins.begin(technician, {"4711", t0 + 60min, true});
  REQUIRE(sign_ins.session(technician, t0));
  CHECK(sign_ins.session(technician, t0)->work_number == "4711");
  CHECK_FALSE(sign_ins.session(other, t0));
  SECTION("not before its time") {
    CHECK(sign_ins.session(technician, t0 + 60min - 1ms));
    CHECK_FALSE(sign_ins.session(technician, t0 + 60min));
  }
  SECTION("sooner when somebody signs out") {
    sign_ins.end(technician);
    CHECK_FALSE(sign_ins.session(technician, t0));
  }
  SECTION("or another signs in at the same account") {
    sign_ins.begin(technician, {"4712", t0 + 60min, true});
    CHECK(sign_ins.session(technician, t0)->work_number == "4712");
  }
}

TEST_CASE("each wrong PIN in a row doubles the wait before the next") {
  SignIns sign_ins;
  CHECK(sign_ins.wait("4711", t0) == 0s);
  CHECK(sign_ins.wrong_pin("4711", t0) == 1);
  CHECK(sign_ins.wait("4711", t0) == 2s);
  CHECK(sign_ins.wait("4711", t0 + 2s - 1ms) == 1ms);
  CHECK(sign_ins.wait("4711", t0 + 2s) == 0s);
  CHECK(sign_ins.wrong_pin("4711", t0 + 10s) == 2);
  CHECK(sign_ins.wait("4711", t0 + 10s) == 4s);
  SECTION("for the one whose it is not, not for others") {
    CHECK(sign_ins.wait("4712", t0 + 10s) == 0s);
  }
  SECTION("up to five minutes") {
    for (int i = 3; i < 100; ++i) CHECK(sign_ins.wrong_pin("4711", t0 + 10s) == i);
    CHECK(sign_ins.wait("4711", t0 + 10s) == 5min);
  }
  SECTION("until it is right") {
    sign_ins.right_pin("4711");
    CHECK(sign_ins.wait("4711", t0 + 10s) == 0s);
    CHECK(sign_ins.wrong_pin("4711", t0 + 20s) == 1);
  }
}
