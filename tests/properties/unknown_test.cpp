#include <rapidcheck/catch.h>

#include <algorithm>
#include <set>

#include "agent/elevator/needs.hpp"
#include "tests/properties/generators.hpp"
#include "tests/properties/watcher.hpp"

// Unknown is not false: what was never known decides nothing.
namespace liftbox::test {
namespace {

/// Of 3.7: what is told of the box, its calendar and its visitors needs no signal, and a source may be lost
/// that never was heard.
const std::set<EventType> told_without_signals{EventType::source_lost,       EventType::clock_stepped,
                                               EventType::self_test,         EventType::inspection_due,
                                               EventType::inspection_done,   EventType::maintenance_started,
                                               EventType::maintenance_ended, EventType::maintenance_overdue,
                                               EventType::brake_maintained,  EventType::brake_verified};

/// These signals are wired and never tell anything.
Story without(Story story, const SignalSet& silent) {
  for (Step& step : story.steps)
    for (Reading& reading : step.readings)
      if (silent[index(reading.signal)]) {
        const Quality quality = reading.quality == Quality::stale ? Quality::stale : Quality::bad;
        reading = {reading.signal, reading.value, reading.at, quality};
      }
  return story;
}

/// Each group of one way to know of it had a signal that was known.
bool could_be_known(const Event& event, const std::vector<Need>& needs, const SignalSet& silent) {
  // Doors that are shut, and nobody asks to open or to close, do not explain an open chain at any place: the
  // zone need not be known.
  if (event.type == EventType::safety_chain_open) return !silent[index(Signal::safety_chain)];
  const auto known = [&](Signal signal) { return !silent[index(signal)]; };
  bool named = false;
  for (const Need& need : needs) {
    if (!is_of(need, event)) continue;
    named = true;
    if (std::all_of(need.groups.begin(), need.groups.end(), [&](const std::vector<Signal>& group) {
          return std::any_of(group.begin(), group.end(), known);
        }))
      return true;
  }
  return !named;
}

}  // namespace

TEST_CASE("a lift of which nothing is ever known says nothing but what needs no signal") {
  rc::prop("", [] {
    const Story story = without(*any_story(), SignalSet{}.set());
    const Watcher watcher = watch(story);
    for (const Event& event : watcher.events())
      if (!told_without_signals.contains(event.type)) RC_FAIL(std::string{name(event.type)});
  });
}

TEST_CASE("nothing is told of which a signal that was never known must tell") {
  rc::prop("", [] {
    SignalSet silent;
    for (const auto place : *rc::gen::container<std::vector<int>>(
             rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, static_cast<int>(signal_count)))))
      silent.set(static_cast<std::size_t>(place));
    const Story story = without(*any_story(), silent);
    const std::vector<Need> needs = liftbox::needs(story.facts);
    const Watcher watcher = watch(story);
    for (const Event& event : watcher.events())
      if (!could_be_known(event, needs, silent)) RC_FAIL(std::string{name(event.type)});
  });
}

TEST_CASE("where nothing ever tells of people, nobody is certainly shut in") {
  rc::prop("", [] {
    const SignalSet people =
        signal_set({Signal::presence, Signal::load_kg, Signal::car_call, Signal::alarm_button});
    const Story story = without(*any_story(), people);
    const Watcher watcher = watch(story);
    for (const Event& event : watcher.events())
      RC_ASSERT_FALSE(event.type == EventType::entrapment && event.phase == Phase::confirmed &&
                      event.confidence == Confidence::certain);
  });
}

}  // namespace liftbox::test
