#include <catch2/catch.hpp>
#include <sstream>

#include "tests/eval/campaigns.hpp"
#include "tests/eval/report.hpp"

namespace liftbox::eval {
namespace {

using namespace std::chrono_literals;

Moment at(Duration time) {
  return Moment{time};
}

}  // namespace

TEST_CASE("what was said is held against what was due") {
  Due due{EventType::overspeed, "runaway", at(10s), at(20s), at(60s)};
  Score score;
  const auto judged = [&](std::vector<Heard> heard) { return score.judge({due}, heard); };
  const TypeScore& overspeed = score.types[EventType::overspeed];

  SECTION("in time") {
    CHECK(judged({{EventType::overspeed, at(21s)}}).empty());
    CHECK(overspeed.kinds.at("runaway").delays_ms == std::vector{1000});
    CHECK(overspeed.said == 1);
  }
  SECTION("never") {
    CHECK(judged({}).front().what == Mistake::What::missed);
    CHECK(overspeed.kinds.at("runaway").found == 0);
  }
  SECTION("too early") {
    CHECK(judged({{EventType::overspeed, at(17s)}}).front().what == Mistake::What::early);
  }
  SECTION("sooner than specified, for a reason") {
    due.soonest = at(12s);
    CHECK(judged({{EventType::overspeed, at(10s)}}).empty());
    CHECK(judged({{EventType::overspeed, at(9'999ms)}}).front().what == Mistake::What::early);
  }
  SECTION("too late") {
    CHECK(judged({{EventType::overspeed, at(22'001ms)}}).front().what == Mistake::What::late);
    CHECK(judged({{EventType::overspeed, at(22s)}}).empty());
  }
  SECTION("after it was over: missed, and false") {
    CHECK(judged({{EventType::overspeed, at(63s)}}).size() == 2);
    CHECK(overspeed.wrong == 1);
  }
  SECTION("of another type it says nothing") {
    CHECK(judged({{EventType::mains_lost, at(21s)}}).size() == 2);
  }
}

TEST_CASE("none seen is at most three, and some are at most more") {
  CHECK(upper_bound(0) == Approx(3.0));
  CHECK(upper_bound(1) == Approx(4.74).epsilon(0.01));
  CHECK(upper_bound(10) == Approx(16.96).epsilon(0.01));
}

TEST_CASE(
    "days with an entrapment every hour are the same on one core and on "
    "two, and all are told in time") {
  const Campaign days = dense(4, Seeds::tuning);
  std::ostringstream progress;
  const Score one = run(days, 1, progress).score;
  const Score two = run(days, 2, progress).score;
  const Count entrapments = one.types.at(EventType::entrapment).all();
  CHECK(entrapments.due > 40);
  CHECK(entrapments.found == entrapments.due);
  CHECK(entrapments.early == 0);
  CHECK(one.types.at(EventType::entrapment).wrong == 0);
  CHECK(one.readings == two.readings);
  CHECK(two.types.at(EventType::entrapment).all().found == entrapments.found);
  CHECK(progress.str().find("4 of 4") != std::string::npos);
}

}  // namespace liftbox::eval
