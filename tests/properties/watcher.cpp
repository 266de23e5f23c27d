#include "tests/properties/watcher.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/records/event_json.hpp"
#include "agent/records/memory.hpp"
#include "agent/records/statistics_json.hpp"

namespace liftbox::test {
namespace {

MemoryAnchor anchor(Moment now) {
  return {"boot", now, 0, true};
}

RecordTerms terms(Duration shift) {
  return {.moment = [shift](Moment at) -> nlohmann::json { return (at - shift).time_since_epoch().count(); },
          .incident = [](EventType type, const std::string& subject) -> nlohmann::json {
            return std::string{name(type)} + ' ' + subject;
          },
          .code = [](Cause cause) -> nlohmann::json { return name(cause); }};
}

}  // namespace

std::string difference(const std::vector<std::string>& first, const std::vector<std::string>& second) {
  const auto [one, other] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  if (one == first.end() && other == second.end()) return {};
  return (one == first.end() ? "nothing more" : *one) + "\ninstead\n" +
         (other == second.end() ? "nothing more" : *other);
}

std::string difference(const Told& first, const Told& second) {
  for (const auto part : {&Told::said, &Told::held_back, &Told::statistics})
    if (std::string differs = difference(first.*part, second.*part); !differs.empty()) return differs;
  return {};
}

Watcher::Watcher(const Story& story, Duration shift)
    : story_{story},
      shift_{shift},
      lift_{story.rules, story.facts, story.sources, Moment{} + shift},
      journal_{{"box", ""}, {}, {"epoch", 0, {}}},
      now_{Moment{} + shift} {}

void Watcher::step(const Step& step) {
  now_ = step.at + shift_;
  if (step.restart) return restart();
  if (step.told) return take(step.told(lift_, now_));
  std::vector<Reading> readings = step.readings;
  for (Reading& reading : readings) reading.at += shift_;
  take(lift_.apply(readings));
}

void Watcher::look(Moment at) {
  now_ = at + shift_;
  ++looks_;
  take(lift_.look(now_));
}

void Watcher::until(Moment at) {
  while (wanted() < at) look(wanted());
}

void Watcher::ask_everyone() {
  lift_.visit_memory([](auto&&...) {});
}

std::string Watcher::memory() {
  return save_memory(lift_, journal_, anchor(now_));
}

void Watcher::hand_over() {
  const std::string all = memory();
  lift_ = Lift{story_.rules, story_.facts, story_.sources, now_};
  read_memory(all, lift_, journal_, anchor(now_));
}

/// As the daemon does: what is remembered goes to a lift of which nothing was read yet.
void Watcher::restart() {
  take(lift_.look(now_));
  const std::string remembered = memory();
  lift_ = Lift{story_.rules, story_.facts, story_.sources, now_};
  restore_memory(remembered, lift_, journal_, anchor(now_));
}

void Watcher::take(const Outcome& outcome) {
  const RecordTerms written = terms(shift_);
  for (const Occurrence& occurrence : outcome.occurrences) {
    const Event& event = occurrence.event;
    const std::int64_t ms = (now_ - shift_).time_since_epoch().count();
    records_ += journal_.write(occurrence, {now_, ms, 0, "synced", "boot"}).bytes + '\n';
    const nlohmann::ordered_json line{{"at", written.moment(event.at)},
                                      {"type", name(event.type)},
                                      {"phase", name(event.phase)},
                                      {"confidence", name(event.confidence)},
                                      {"since", written.moment(event.since)},
                                      {"subject", event.subject},
                                      {"evidence", evidence_json(event.evidence, written)},
                                      {"snapshot", snapshot_json(occurrence.snapshot, event.at)}};
    told_.said.push_back(line.dump());
    events_.push_back(event);
  }
  for (const HeldBackNote& note : outcome.held_back)
    told_.held_back.push_back(written.moment(note.what.at).dump() + ' ' + std::string{name(note.what.type)} +
                              ' ' + std::string{name(note.what.reason)} + ' ' + note.what.by + ' ' +
                              note.what.subject);
  for (const StatisticsDocument& document : outcome.statistics)
    told_.statistics.push_back(statistics_json(document).dump());
  repeats_ += outcome.repeat_entrapment ? 1 : 0;
}

Watcher watch(const Story& story, Duration shift) {
  Watcher watcher{story, shift};
  for (const Step& step : story.steps) watcher.step(step);
  watcher.look(story.end);
  return watcher;
}

Watcher watch_closely(const Story& story, const std::function<void(Watcher&)>& before_each) {
  Watcher watcher{story};
  const auto until = [&](Moment at) {
    while (watcher.wanted() < at) {
      if (before_each) before_each(watcher);
      watcher.look(watcher.wanted());
    }
    if (before_each) before_each(watcher);
  };
  for (const Step& step : story.steps) {
    until(step.at);
    watcher.step(step);
  }
  until(story.end);
  watcher.look(story.end);
  return watcher;
}

}  // namespace liftbox::test
