#include <rapidcheck/catch.h>

#include <algorithm>
#include <array>
#include <random>

#include "tests/properties/generators.hpp"
#include "tests/properties/watcher.hpp"

// Two lifts to which the same happens say the same.
namespace liftbox::test {

using namespace std::chrono_literals;

TEST_CASE("the same story makes the same records, byte for byte, and leaves the same memory") {
  rc::prop("", [] {
    const Story story = *any_story();
    Watcher once = watch(story);
    Watcher again = watch(story);
    RC_ASSERT(difference(once.told(), again.told()) == "");
    RC_ASSERT(once.records() == again.records());
    RC_ASSERT(once.memory() == again.memory());
    RC_ASSERT(once.repeats() == again.repeats());
  });
}

TEST_CASE("shifting all times changes only times") {
  rc::prop("", [] {
    const Story story = *any_story();
    const auto shift = *rc::gen::element<Duration>(1ms, 999ms, 1h, 24h * 3650);
    const Watcher here = watch(story);
    const Watcher there = watch(story, shift);
    RC_ASSERT(difference(here.told().said, there.told().said) == "");
    RC_ASSERT(difference(here.told().held_back, there.told().held_back) == "");
    RC_ASSERT(here.repeats() == there.repeats());
  });
}

TEST_CASE("the order of readings of one moment does not matter") {
  rc::prop("", [] {
    const Story story = *any_story();
    std::minstd_rand random{*rc::gen::arbitrary<unsigned>()};
    Story mixed = story;
    for (Step& step : mixed.steps) {
      std::array<unsigned, signal_count> rank{};
      for (unsigned& place : rank) place = static_cast<unsigned>(random());
      // Of two readings of one signal the later stays the later.
      std::stable_sort(step.readings.begin(), step.readings.end(), [&](const Reading& a, const Reading& b) {
        return rank[index(a.signal)] < rank[index(b.signal)];
      });
    }
    RC_ASSERT(difference(watch(story).told(), watch(mixed).told()) == "");
  });
}

TEST_CASE("it makes no difference whether a lift is looked at when it wants to be, or later") {
  rc::prop("", [] {
    const Story story = *any_story();
    RC_ASSERT(difference(watch(story).told(), watch_closely(story).told()) == "");
  });
}

TEST_CASE("looking at moments that nobody asked for changes nothing") {
  rc::prop("", [] {
    const Story story = *any_story();
    std::minstd_rand random{*rc::gen::arbitrary<unsigned>()};
    Watcher often{story};
    for (Moment now{}; const Step& step : story.steps) {
      const auto longest = std::max<Duration>(7s, (step.at - now) / 50);
      const auto wait = [&] { return Duration{1 + random() % static_cast<unsigned>(longest.count())}; };
      for (now += wait(); now < step.at; now += wait()) often.look(now);
      now = step.at;
      often.step(step);
    }
    often.look(story.end);
    RC_ASSERT(difference(watch(story).told(), often.told()) == "");
  });
}

TEST_CASE("a lift that asks all its detectors each time says what one says that asks those concerned") {
  rc::prop("", [] {
    const Story story = *any_story();
    const Watcher asked = watch_closely(story, [](Watcher& watcher) { watcher.ask_everyone(); });
    RC_ASSERT(difference(watch(story).told(), asked.told()) == "");
  });
}

}  // namespace liftbox::test
