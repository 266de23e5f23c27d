#include "agent/records/command_ids.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

constexpr Moment noon{12h};

struct Box {
  Lift lift;
  Journal journal{{"box", ""}, {}, {}};
  explicit Box(Moment now) : lift{{}, {}, {}, now} {}
};

/// A box of another boot, an hour after: its monotonic clock shows `now`.
Box restarted(Box& before, Moment then, Moment now, bool clock_set) {
  constexpr std::int64_t hour_ms = Duration{1h}.count();
  const std::string memory = save_memory(before.lift, before.journal, {"boot 1", then, 1'000'000, clock_set});
  Box after{now};
  restore_memory(memory, after.lift, after.journal, {"boot 2", now, 1'000'000 + hour_ms, clock_set});
  return after;
}

}  // namespace

TEST_CASE("an id is taken once in a day") {
  CommandIds ids;
  CHECK(ids.take("c-1", noon));
  CHECK_FALSE(ids.take("c-1", noon));
  CHECK(ids.take("c-2", noon));
  CHECK_FALSE(ids.take("c-1", noon + 24h - 1ms));
  CHECK(ids.take("c-1", noon + 24h));
}

TEST_CASE("a flood of ids costs bounded memory: the oldest is forgotten first") {
  CommandIds ids;
  for (std::size_t i = 0; i < CommandIds::most; ++i) REQUIRE(ids.take("c-" + std::to_string(i), noon));
  CHECK(ids.take("one more", noon));
  CHECK_FALSE(ids.take("c-1", noon));
  CHECK(ids.take("c-0", noon));
}

TEST_CASE("the newest ids are saved, oldest first, and none older than a day") {
  CommandIds ids;
  for (int i = 0; i < 70; ++i) ids.take("c-" + std::to_string(i), noon + i * 1s);
  const auto saved = ids.newest(noon + 1h);
  REQUIRE(saved.size() == CommandIds::most_saved);
  CHECK(saved.front().id == "c-6");
  CHECK(saved.back().id == "c-69");
  CHECK(ids.newest(noon + 24h + 68s).size() == 1);
  CHECK(ids.newest(noon + 25h).empty());
}

TEST_CASE("what was commanded before a restart is not done again after it") {
  Box before{noon};
  before.journal.command_ids.take("c-1", noon);
  SECTION("for a day, the time that the box was off with it") {
    Box after = restarted(before, noon, Moment{20s}, true);
    CHECK_FALSE(after.journal.command_ids.take("c-1", Moment{20s} + 23h - 1ms));
    CHECK(after.journal.command_ids.take("c-1", Moment{20s} + 23h));
  }
  SECTION("longer where no clock tells how long that was") {
    Box after = restarted(before, noon, Moment{20s}, false);
    CHECK_FALSE(after.journal.command_ids.take("c-1", Moment{20s} + 24h - 1ms));
  }
}

TEST_CASE("a memory of before there were ids in it is taken up, with none") {
  Box before{noon};
  auto memory = nlohmann::json::parse(save_memory(before.lift, before.journal, {"boot", noon, 0, true}));
  REQUIRE(memory.erase("command_ids") == 1);
  Box after{noon};
  restore_memory(memory.dump(), after.lift, after.journal, {"boot", noon, 0, true});
  CHECK(after.journal.command_ids.take("c-1", noon));
}
