#include "agent/runtime/pipeline.hpp"

#include <algorithm>
#include <utility>

namespace liftbox {
namespace {

constexpr Duration memory_interval{60'000};
constexpr Duration retry_interval{5'000};

std::string text_of(ClockQuality quality) {
  switch (quality) {
    case ClockQuality::synced:
      return "synced";
    case ClockQuality::holdover:
      return "holdover";
    case ClockQuality::unset:
      break;
  }
  return "unset";
}

}  // namespace

Pipeline::Pipeline(Parts parts, Listener listener)
    : parts_{std::move(parts)}, listener_{std::move(listener)}, started_{parts_.clock.now()} {
  arm_memory_timer();
}

Pipeline::~Pipeline() {
  *alive_ = false;
}

std::optional<std::string> Pipeline::resume(const std::string& memory) {
  try {
    restore_memory(memory, parts_.lift, parts_.journal, anchor());
  } catch (const std::exception& error) {
    return error.what();
  }
  return std::nullopt;
}

void Pipeline::take(std::span<const Reading> readings) {
  settle(parts_.lift.apply(readings));
}

void Pipeline::look() {
  settle(parts_.lift.look(parts_.clock.now()));
}

std::optional<EventType> Pipeline::person(PersonSays::What what, const std::string& incident,
                                          const std::string& by) {
  const OpenIncident* open = parts_.journal.find(incident);
  if (open == nullptr) return std::nullopt;
  const EventType type = open->type;
  const bool heard = tell(parts_.lift.person({what, type, by}, parts_.clock.now()), type);
  return heard ? std::optional{type} : std::nullopt;
}

bool Pipeline::visit_begins(const Maintenance::Said& said) {
  return tell(parts_.lift.visit_begins(said, parts_.clock.now()), EventType::maintenance_started);
}

bool Pipeline::visit_ends(const Maintenance::Said& said) {
  return tell(parts_.lift.visit_ends(said, parts_.clock.now()), EventType::maintenance_ended);
}

void Pipeline::inspected(const Inspected& said) {
  settle(parts_.lift.inspected(said, parts_.clock.now()));
}

void Pipeline::test_box(const std::string& by) {
  if (listener_.box) settle(parts_.lift.box(listener_.box(), parts_.clock.now()));
  settle(parts_.lift.test_box(by, parts_.clock.now()));
}

bool Pipeline::tell(Outcome outcome, EventType awaited) {
  const bool heard = std::any_of(outcome.occurrences.begin(), outcome.occurrences.end(),
                                 [&](const Occurrence& said) { return said.event.type == awaited; });
  settle(std::move(outcome));
  return heard;
}

void Pipeline::change(Change change) {
  parts_.journal.change(std::move(change.identity), std::move(change.codes));
  settle(
      parts_.lift.change(change.rules, change.facts, change.sources, change.undisturbed, parts_.clock.now()));
}

void Pipeline::note_event(EventType type, Evidence evidence) {
  const Moment now = parts_.clock.now();
  Outcome outcome = parts_.lift.wall(wall());
  outcome.occurrences.push_back({.event = {.type = type,
                                           .phase = Phase::noted,
                                           .at = now,
                                           .since = now,
                                           .confidence = Confidence::certain,
                                           .subject = {},
                                           .evidence = std::move(evidence)},
                                 .snapshot = {}});
  settle(std::move(outcome));
}

void Pipeline::finish() {
  commit({});
}

/// The clock never starts before the newest record: a box that lost its time goes on from there, and says so.
Stamp Pipeline::stamp() const {
  const Clock& clock = parts_.clock;
  const Moment now = clock.now();
  std::int64_t wall = clock.wall().time_since_epoch().count();
  ClockQuality quality = clock.quality();
  if (const std::int64_t earliest = parts_.newest_record_ms + (now - started_).count();
      wall < earliest && quality != ClockQuality::synced) {
    wall = earliest;
    quality = ClockQuality::unset;
  }
  return {.now = now,
          .wall_ms = wall,
          .utc_offset_min = static_cast<int>(clock.utc_offset().count()),
          .clock = text_of(quality),
          .boot = clock.boot()};
}

void Pipeline::settle(Outcome outcome) {
  parts_.look_again.arm(std::max(Duration{}, parts_.lift.look_again_at() - parts_.clock.now()),
                        [this] { look(); });
  if (std::vector<Record> records = write(outcome); !records.empty()) commit(std::move(records));
  if (outcome.repeat_entrapment)
    if (const OpenIncident* open = parts_.journal.find(EventType::entrapment);
        open != nullptr && open->alarm_seq != 0)
      listener_.repeat(open->alarm_epoch, open->alarm_seq);
  listener_.changed();
}

std::vector<Record> Pipeline::write(const Outcome& outcome) {
  std::vector<Record> records;
  const Stamp now = stamp();
  for (const HeldBackNote& note : outcome.held_back)
    if (note.to_record) records.push_back(parts_.journal.write({event_of(note), note.snapshot}, now));
  for (const Occurrence& occurrence : outcome.occurrences)
    records.push_back(parts_.journal.write(occurrence, now));
  for (const StatisticsDocument& document : outcome.statistics)
    records.push_back(parts_.journal.write_statistics(document, now));
  return records;
}

void Pipeline::commit(std::vector<Record> records) {
  if (auto seal = parts_.journal.seal_if_due(stamp())) records.push_back(std::move(*seal));
  queue_.push_back(std::make_shared<const Commit>(
      Commit{std::move(records), save_memory(parts_.lift, parts_.journal, anchor())}));
  arm_memory_timer();
  commit_next();
}

void Pipeline::commit_next() {
  if (committing_ || queue_.empty()) return;
  committing_ = true;
  parts_.store_worker.post(
      [commit = queue_.front(), &store = parts_.store, post = parts_.post, this, alive = alive_] {
        std::string error;
        try {
          store.commit(*commit);
        } catch (const StoreError& failure) {
          error = failure.what();
        }
        post([this, alive, error = std::move(error)] {
          if (*alive) committed(error);
        });
      });
}

void Pipeline::committed(std::string error) {
  committing_ = false;
  trouble_ = std::move(error);
  if (!trouble_.empty()) {
    parts_.retry_commit.arm(retry_interval, [this] { commit_next(); });
    listener_.changed();
    return;
  }
  const std::shared_ptr<const Commit> done = std::move(queue_.front());
  queue_.pop_front();
  commit_next();
  if (!done->records.empty()) listener_.durable(done->records);
}

void Pipeline::arm_memory_timer() {
  parts_.save_memory.arm(memory_interval, [this] {
    settle(parts_.lift.wall(wall()));  // the clock may have been set
    if (listener_.box) settle(parts_.lift.box(listener_.box(), parts_.clock.now()));
    commit({});
  });
}

WallTold Pipeline::wall() const {
  const Stamp now = stamp();
  return {now.now, now.wall_ms, now.utc_offset_min, now.clock != text_of(ClockQuality::unset)};
}

MemoryAnchor Pipeline::anchor() const {
  const Stamp now = stamp();
  return {.boot = now.boot,
          .now = now.now,
          .wall_ms = now.wall_ms,
          .wall_set = now.clock != text_of(ClockQuality::unset)};
}

}  // namespace liftbox
