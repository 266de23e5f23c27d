#include <rapidcheck/catch.h>

#include <random>
#include <set>

#include "tests/properties/generators.hpp"
#include "tests/properties/watcher.hpp"

// A restart is a silence: all signals are unknown until they are read again, and nothing else is lost.
namespace liftbox::test {
namespace {

/// What a restart does change: for how long a source had been silent before is not known after it, and the
/// box is not tested before it knows of itself again.
const std::set<EventType> changed_by_restart{EventType::source_lost, EventType::self_test};

std::vector<std::string> told_alike(const Watcher& watcher) {
  std::vector<std::string> lines;
  for (const Event& event : watcher.events()) {
    if (changed_by_restart.contains(event.type)) continue;
    // A sensor found stuck, or not, makes what rests on it low.
    const bool possible = event.confidence == Confidence::possible;
    lines.push_back(std::to_string(event.at.time_since_epoch().count()) + ' ' +
                    std::string{name(event.type)} + ' ' + event.subject + ' ' +
                    std::string{name(event.phase)} + (possible ? " possible" : "") + " since " +
                    std::to_string(event.since.time_since_epoch().count()));
  }
  return lines;
}

Story with_silences_for_restarts(Story story) {
  for (Step& step : story.steps) {
    if (!step.restart) continue;
    step.restart = false;
    for (const SourceBindings& source : story.sources)
      for (const Binding& binding : source.bindings)
        step.readings.push_back({binding.signal, 0, step.at, Quality::bad});
  }
  return story;
}

}  // namespace

TEST_CASE("a restart tells what a silence of all sources would have told") {
  rc::prop("", [] {
    const Story story = *any_story();
    const Watcher silent = watch(with_silences_for_restarts(story));
    const Watcher restarted = watch(story);
    RC_ASSERT(difference(told_alike(silent), told_alike(restarted)) == "");
  });
}

TEST_CASE("a story that is split anywhere, with memory saved and restored, is told as the whole") {
  rc::prop("", [] {
    const Story story = *any_story();
    std::minstd_rand random{*rc::gen::arbitrary<unsigned>()};
    Watcher split{story};
    for (const Step& step : story.steps) {
      split.step(step);
      if (random() % 20 > 0) continue;
      const std::string before = split.memory();
      split.hand_over();
      RC_ASSERT(before == split.memory());
    }
    split.look(story.end);
    const Watcher whole = watch(story);
    RC_ASSERT(difference(whole.told(), split.told()) == "");
    RC_ASSERT(whole.repeats() == split.repeats());
  });
}

}  // namespace liftbox::test
