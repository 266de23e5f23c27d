#include "agent/cli/screens/why_not_screen.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/cli/screens/held_back_words.hpp"
#include "agent/cli/screens/words.hpp"
#include "tests/cli/samples.hpp"

using namespace liftbox::screen;
using nlohmann::json;

TEST_CASE("what rules held back, how often and why, then the last ones") {
  CHECK(why_not_screen(some_held_back(), {80, false}) ==
        R"(times  last           why not         rule
1204   01-05 08:12:00 filtered        safety_chain_open 安全回路断开
2      01-05 07:01:02 counts as empty entrapment 困人
3      01-04 10:00:45 service mode    entrapment 困人
2      01-03 09:00:00 unknown input   stopped_outside_door_zone 开锁区域外停梯
1      01-02 09:00:00 swallowed       restart_prevented 防止再运行故障

The last ones; `liftctl why-not NUMBER` shows the lift as it was
#55   01-03 09:00:00 stopped_outside_door_zone 开锁区域外停梯: door_zone,
                     car_moving does not deliver
#56   01-04 10:00:45 brake_slow 制动器动作迟缓 (arm 2): not judged while the
                     mains are lost
#57   01-05 07:01:02 entrapment 困人: the car counts as empty
#1212 01-05 08:12:00 safety_chain_open 安全回路断开: doors at a landing explain
                     it
)");
}

TEST_CASE("one that was held back stands beside the lift as it was") {
  CHECK(why_not_detail(json{{"held_back", one_held_back()}}, {80, false}) ==
        R"(#57 entrapment 困人 was not raised: the car counts as empty
at     2026-01-05T07:01:02.000+08:00
began  2026-01-05T07:00:17.000+08:00

door_zone no              0.4 s       good
floor     3               0.4 s       good
presence  ?               1 min 1 s   stale
)");
}

TEST_CASE("with nothing held back the screen says so; an older daemon breaks nothing") {
  CHECK(why_not_screen(json{{"counts", json::array()}, {"last", json::array()}}, {80, false}) ==
        "Nothing was held back so far.\n");
  CHECK(why_not_screen(json::object(), {80, false}) == "Nothing was held back so far.\n");
}

TEST_CASE("every reason has plain words") {
  const auto words = [](const char* reason, const char* by) {
    return held_back_words({{"reason", reason}, {"by", by}});
  };
  CHECK(words("mode", "inspection") == "not judged in mode inspection");
  CHECK(words("mode", "mains_lost") == "not judged while the mains are lost");
  CHECK(words("unknown_input", "door_zone") == "door_zone does not deliver");
  CHECK(words("filter", "moving") == "the car moves");
  CHECK(words("filter", "mains_lost") == "mains lost: a rescue device may fetch the car");
  CHECK(words("latch", "") == "the car counts as empty");
  CHECK(words("swallowed", "safety_chain_open") == "explained by safety_chain_open 安全回路断开");
  CHECK(words("a new one", "") == "a new one");
}

TEST_CASE("a record of what was held back reads like it among the events") {
  CHECK(evidence_words({{"confidence", "certain"},
                        {"evidence", {{"rule", "entrapment"}, {"reason", "mode"}, {"by", "inspection"}}}}) ==
        "entrapment 困人: not judged in mode inspection");
}
