#include <catch2/catch.hpp>

#include "tests/statistics/counted.hpp"

namespace liftbox::test {

TEST_CASE("what is usual at a lift follows its days slowly, so that wear shows") {
  Ledger ledger;
  std::vector<StatisticsDocument> closed;
  ledger.wall({at(0s), parse_rfc3339("2026-01-05T00:00:00+00:00")->ms, 0, true});
  const auto day = [&](int number, Duration opening, int times) {
    ledger.turn(at(number * 24h), closed);
    for (int i = 0; i < times; ++i) ledger.open()[Timing::door_opening].count(opening);
  };
  day(0, 2000ms, 20);
  day(1, 2000ms, 20);
  day(2, 5000ms, 20);
  day(3, 9000ms, 19);  // too few to tell
  day(4, 2000ms, 0);
  std::erase_if(closed, [](const auto& one) { return one.period != StatisticsDocument::Period::day; });
  REQUIRE(closed.size() == 4);
  CHECK(closed[0].usual_us.empty());
  const auto usual = [&](std::size_t number) { return closed[number].usual_us.at("door_opening"); };
  CHECK(usual(1) == closed[0].counts[Timing::door_opening].percentile(95)->count() * 1000);
  CHECK(usual(2) == usual(1));
  const std::int64_t slow = closed[2].counts[Timing::door_opening].percentile(95)->count() * 1000;
  CHECK(usual(3) == usual(2) + (slow - usual(2)) / 30);
  CHECK(ledger.memory.usual_us.at("door_opening") == usual(3));
}

}  // namespace liftbox::test
