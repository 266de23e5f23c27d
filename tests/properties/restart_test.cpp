#include <rapidcheck/catch.h>

#include <random>
#include <set>

#include "tests/properties/generators.hpp"
#include "tests/properties/watcher.hpp"

// A restart is a silence: all signals are unknown until they are read again, and nothing else is lost.
namespace liftbox::test {
namespace {

/// What a restart does change. The first known mode after a start is no change of it; the floor is
/// compared with none from before, and a door is seen to leave where it was open only if it was seen there. A
/// run under way is not seen to its end: it does not count as completed, nobody can say that the car stopped
/// after it (a moment before the chain opened), nor that an arm of the brake drops in it (which explains one
/// that drags). A stop under way is no good cycle of a brake that slipped. What the box and the wall clock
/// say is told anew. For how long a source was silent before the start is not known.
const std::set<EventType> changed_by_restart{
    EventType::mode_normal,       EventType::mode_out_of_service, EventType::mode_inspection,
    EventType::mode_fire_return,  EventType::mode_firefighter,    EventType::mode_emergency_power,
    EventType::mode_earthquake,   EventType::position_lost,       EventType::door_close_fault,
    EventType::prolonged_outage,  EventType::restart_prevented,   EventType::door_open_fault,
    EventType::sensor_stuck,      EventType::self_test,           EventType::source_lost,
    EventType::brake_slip,        EventType::brake_not_released,  EventType::brake_drag,
    EventType::safety_chain_open, EventType::inspection_due,      EventType::maintenance_overdue,
    EventType::clock_stepped};

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

/// Of a fault that another one explains and that is told after all, once that is over, memory does not keep
/// the evidence.
Told without_lost_evidence(Told told) {
  for (std::string& line : told.said)
    for (const EventType explained : {EventType::door_open_while_moving, EventType::restart_prevented,
                                      EventType::brake_drag, EventType::brake_slip}) {
      if (line.find("\"type\":\"" + std::string{name(explained)} + '"') == std::string::npos) continue;
      const std::size_t from = line.find(R"("evidence":)");
      line.erase(from, line.find(R"("snapshot":)") - from);
    }
  return told;
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

TEST_CASE("memory that is written and read back is the same memory") {
  rc::prop("", [] {
    const Story story = *any_story();
    std::minstd_rand random{*rc::gen::arbitrary<unsigned>()};
    Watcher forgetful{story};
    for (const Step& step : story.steps) {
      forgetful.step(step);
      if (random() % 50 > 0) continue;
      const std::string before = forgetful.memory();
      forgetful.read_memory_back();
      RC_ASSERT(before == forgetful.memory());
    }
    forgetful.look(story.end);
    const Told once = without_lost_evidence(watch(story).told());
    RC_ASSERT(difference(once, without_lost_evidence(forgetful.told())) == "");
  });
}

}  // namespace liftbox::test
