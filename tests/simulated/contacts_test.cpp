#include <catch2/catch.hpp>
#include <vector>

#include "drivers/simulated/lift/contacts.hpp"

using namespace liftbox::simulated;

namespace {

struct Heard {
  Line line;
  bool level;
  Time at;
};

/// One line toggled every 50 ms.
std::vector<Heard> toggle(Line line, int times) {
  std::vector<Heard> heard;
  Contacts contacts{1, {}, [&](Line on, bool level, Time at) { heard.push_back({on, level, at}); }};
  Levels levels{};
  for (Time now{1}; now <= times * 50ms; ++now) {
    if (now % 50ms == 0ms) levels.at(static_cast<std::size_t>(line)) ^= true;
    contacts.follow(levels, now);
  }
  return heard;
}

}  // namespace

TEST_CASE("a mechanical contact bounces for some milliseconds, and then shows what it means") {
  const auto heard = toggle(Line::brake_1_released, 200);
  CHECK(heard.size() > 200);
  for (std::size_t i = 1; i < heard.size(); ++i) {
    CHECK(heard[i].level != heard[i - 1].level);
    CHECK(heard[i].at > heard[i - 1].at);
  }
  for (const Heard& edge : heard) CHECK(edge.at % 50ms <= 10ms);
}

TEST_CASE("what is switched electronically does not bounce") {
  for (const Line line : {Line::presence, Line::brake_command, Line::mains_power})
    CHECK(toggle(line, 20).size() == 20);
}

TEST_CASE("the levels at the start are no edges") {
  int edges = 0;
  Levels levels{};
  levels[0] = true;
  Contacts contacts{1, levels, [&](Line /*line*/, bool /*level*/, Time /*at*/) { ++edges; }};
  contacts.follow(levels, 1ms);
  CHECK(edges == 0);
  CHECK(contacts.wire(Line::door_zone).level);
  CHECK(contacts.wire(Line::door_zone).since == 0ms);
}
