#include <rapidcheck/catch.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/properties/generators.hpp"
#include "tests/properties/watcher.hpp"

namespace liftbox::test {
namespace {

using Phases = std::vector<Phase>;

bool has(const Phases& phases, Phase phase) {
  return std::find(phases.begin(), phases.end(), phase) != phases.end();
}

/// Whether `next` may follow what an entrapment has been through.
bool entrapment_may(const Phases& before, Phase next) {
  const bool confirmed = has(before, Phase::confirmed);
  switch (next) {
    case Phase::suspected:
      return before.empty();
    case Phase::confirmed:  // a second time where a possible one grows certain
      return !has(before, Phase::released) && std::count(before.begin(), before.end(), next) < 2;
    case Phase::acknowledged:
    case Phase::on_site:
    case Phase::released:
      return confirmed && !has(before, next);
    case Phase::cleared:
      return !before.empty();
    default:
      return false;
  }
}

bool other_may(const Phases& before, Phase next) {
  switch (next) {
    case Phase::raised:
      return before.empty();
    case Phase::confirmed:
    case Phase::acknowledged:
      return !before.empty() && !has(before, next);
    case Phase::cleared:
      return !before.empty();
    default:
      return false;
  }
}

std::string text(const Phases& phases) {
  std::string text;
  for (const Phase phase : phases) text += ' ' + std::string{name(phase)};
  return text;
}

}  // namespace

TEST_CASE("an incident goes through its phases in order and is cleared once at most, restarts or not") {
  rc::prop("", [] {
    const Story story = *any_story();
    const Watcher watcher = watch(story);
    std::map<std::pair<EventType, std::string>, Phases> open;
    Moment last{};
    for (const Event& event : watcher.events()) {
      RC_ASSERT(event.at >= last);
      last = event.at;
      RC_ASSERT(event.since <= event.at);
      if (event.phase == Phase::noted) continue;
      Phases& before = open[{event.type, event.subject}];
      const bool may = event.type == EventType::entrapment ? entrapment_may(before, event.phase)
                                                           : other_may(before, event.phase);
      if (!may)
        RC_FAIL(std::string{name(event.type)} + " at " + std::to_string(event.at.time_since_epoch().count()) +
                ':' + text(before) + ", then " + std::string{name(event.phase)});
      before.push_back(event.phase);
      if (event.phase == Phase::cleared) open.erase({event.type, event.subject});
    }
  });
}

TEST_CASE("the stories are worth telling: most incidents happen in some of them") {
  std::set<EventType> told;
  for (std::uint64_t seed = 0; seed < 15; ++seed) {
    const Story story = any_story()(rc::Random{seed}, 40).value();
    const Watcher watcher = watch(story);
    for (const Event& event : watcher.events())
      if (event.phase == Phase::raised || event.phase == Phase::confirmed) told.insert(event.type);
  }
  CHECK(told.size() >= 15);
}

TEST_CASE("the next look is always later, and there are not too many, not in a day either") {
  rc::prop("", [] {
    const Story story = *any_story();
    Watcher watcher{story};
    for (const Step& step : story.steps) {
      watcher.until(step.at);
      watcher.step(step);
      // A lift that has just begun wants to be looked at at once.
      RC_ASSERT(step.restart || watcher.wanted() > step.at);
    }
    const Moment end = story.end + std::chrono::hours{24};
    watcher.until(end);
    const auto seconds = (end - Moment{}) / std::chrono::seconds{1};
    RC_ASSERT(watcher.looks() < 20 * static_cast<int>(story.steps.size()) + 4 * seconds);
  });
}

}  // namespace liftbox::test
