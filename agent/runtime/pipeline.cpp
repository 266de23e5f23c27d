#include "agent/runtime/pipeline.hpp"

#include <algorithm>
#include <utility>

#include "agent/records/uuid.hpp"

namespace liftbox {
namespace {

constexpr Duration memory_interval{60'000};
constexpr Duration retry_interval{5'000};
constexpr Duration first_return{10'000};
constexpr Duration longest_return{300'000};

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

/// What the first record of an epoch says of the one before it.
BoxEvidence follows(const std::string& why, const Journal::Head& old) {
  BoxEvidence evidence{{{"new_epoch", why}}};
  if (old.epoch.empty()) return evidence;
  evidence.texts.emplace_back("follows", old.epoch);
  evidence.texts.emplace_back("follows_seq", std::to_string(old.seq));
  evidence.texts.emplace_back("follows_hash", to_hex(old.hash));
  return evidence;
}

}  // namespace

Pipeline::Pipeline(Parts parts, Listener listener)
    : parts_{std::move(parts)},
      listener_{std::move(listener)},
      in_memory_why_{parts_.in_memory_why},
      in_memory_since_{parts_.clock.now()},
      return_wait_{first_return},
      durable_{parts_.journal.head()},
      started_{parts_.clock.now()} {
  arm_memory_timer();
  if (in_memory()) parts_.retry_commit.arm(return_wait_, [this] { leave_refuge(); });
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

void Pipeline::brake_maintained(const BrakeWork& work) {
  settle(parts_.lift.brake_maintained(work, parts_.clock.now()));
}

void Pipeline::change(Change change) {
  parts_.journal.change(std::move(change.identity), std::move(change.codes));
  settle(
      parts_.lift.change(change.rules, change.facts, change.sources, change.undisturbed, parts_.clock.now()));
}

void Pipeline::note_event(EventType type, Evidence evidence) {
  Outcome outcome = parts_.lift.wall(wall());
  outcome.occurrences.push_back(of_box(type, Phase::noted, std::move(evidence)));
  settle(std::move(outcome));
}

Occurrence Pipeline::of_box(EventType type, Phase phase, Evidence evidence) const {
  const Moment now = parts_.clock.now();
  return {.event = {.type = type,
                    .phase = phase,
                    .at = now,
                    .since = now,
                    .confidence = Confidence::certain,
                    .subject = {},
                    .evidence = std::move(evidence)},
          .snapshot = {}};
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

void Pipeline::commit(std::vector<Record> records, std::optional<Drop> drop) {
  if (auto seal = parts_.journal.seal_if_due(stamp())) records.push_back(std::move(*seal));
  queue_.push_back(std::make_shared<const Commit>(
      Commit{std::move(records), save_memory(parts_.lift, parts_.journal, anchor()), std::move(drop)}));
  arm_memory_timer();
  if (!trouble_.empty() && !committing_ && parts_.refuge != nullptr && alarm_waits()) return take_refuge();
  commit_next();
}

void Pipeline::commit_next() {
  if (committing_ || queue_.empty()) return;
  committing_ = true;
  parts_.store_worker.post([commit = queue_.front(), &store = parts_.store, post = parts_.post, this,
                            alive = alive_, wall_ms = stamp().wall_ms] {
    Committed done;
    try {
      store.commit(*commit);
      look_at(store, wall_ms, done);
    } catch (const StoreDamaged& failure) {
      done.error = failure.what();
      done.damaged = true;
    } catch (const StoreError& failure) {
      done.error = failure.what();
    }
    post([this, alive, done = std::move(done)]() mutable {
      if (*alive) committed(std::move(done));
    });
  });
}

/// What is durable stays so, whatever comes of this.
void Pipeline::look_at(EventStore& store, std::int64_t wall_ms, Committed& done) {
  try {
    done.counts = store.counts();
    done.excess = store.to_drop(wall_ms);
  } catch (const StoreError&) {  // the next commit will say it
  }
}

void Pipeline::committed(Committed result) {
  committing_ = false;
  trouble_ = std::move(result.error);
  if (!trouble_.empty()) {
    ++failures_;
    if (parts_.refuge != nullptr && (failures_ > 1 || result.damaged || alarm_waits())) return take_refuge();
    parts_.retry_commit.arm(retry_interval, [this] { commit_next(); });
    listener_.changed();
    return;
  }
  failures_ = 0;
  counts_ = std::move(result.counts);
  const std::shared_ptr<const Commit> done = std::move(queue_.front());
  queue_.pop_front();
  if (!done->records.empty())
    durable_ = {done->records.back().epoch, done->records.back().seq, done->records.back().hash};
  dropping_ = dropping_ && !done->drop;
  if (result.excess && !dropping_) drop(std::move(*result.excess));
  commit_next();
  if (!done->records.empty()) listener_.durable(done->records);
}

/// An alarm does not wait for a disk that may recover.
bool Pipeline::alarm_waits() const {
  return std::any_of(queue_.begin(), queue_.end(), [](const auto& commit) {
    return std::any_of(commit->records.begin(), commit->records.end(),
                       [](const Record& record) { return record.record_class == RecordClass::alarm; });
  });
}

/// Of the old epoch nobody has seen what is not durable: it is written anew in the new one.
void Pipeline::take_refuge() {
  std::vector<Record> undone;
  for (const auto& commit : queue_)
    undone.insert(undone.end(), commit->records.begin(), commit->records.end());
  queue_.clear();
  const bool again = in_memory();
  in_memory_why_ = std::exchange(trouble_, {});
  failures_ = 0;
  dropping_ = false;
  if (!again) in_memory_since_ = parts_.clock.now();
  const std::string epoch = random_uuid();
  const Occurrence first =
      of_box(EventType::store_degraded, Phase::raised, follows(in_memory_why_, durable_));
  std::vector<Record> records = parts_.journal.begin_epoch(epoch, first, undone, stamp());
  parts_.store_worker.post([refuge = parts_.refuge, epoch] { refuge->take_refuge(epoch); });
  commit(std::move(records));
  return_wait_ = std::min(longest_return, std::max(first_return, return_wait_ * 2));
  parts_.retry_commit.arm(return_wait_, [this] { leave_refuge(); });
  listener_.changed();
}

void Pipeline::leave_refuge() {
  parts_.store_worker.post(
      [refuge = parts_.refuge, now = parts_.clock.now(), post = parts_.post, this, alive = alive_] {
        std::string error;
        std::string salvaged;
        try {
          salvaged = refuge->leave_refuge(now);
        } catch (const StoreError& failure) {
          error = failure.what();
        }
        post([this, alive, error = std::move(error), salvaged = std::move(salvaged)] {
          if (*alive) left_refuge(error, salvaged);
        });
      });
}

void Pipeline::left_refuge(const std::string& error, const std::string& salvaged) {
  if (!error.empty()) {
    in_memory_why_ = error;
    return_wait_ = std::min(longest_return, return_wait_ * 2);
    parts_.retry_commit.arm(return_wait_, [this] { leave_refuge(); });
    listener_.changed();
    return;
  }
  in_memory_why_.clear();
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(parts_.clock.now() - in_memory_since_).count();
  BoxEvidence evidence{{{"in_memory_s", std::to_string(seconds)}}};
  if (!salvaged.empty()) evidence.texts.emplace_back("salvaged", salvaged);
  Outcome outcome = parts_.lift.wall(wall());
  outcome.occurrences.push_back(of_box(EventType::store_degraded, Phase::cleared, std::move(evidence)));
  settle(std::move(outcome));
}

void Pipeline::begin(EventType type, BoxEvidence evidence, const StoreHead& head) {
  const BoxEvidence new_epoch = follows(head.why, {head.follows.epoch, head.follows.seq, head.follows.hash});
  if (head.fresh) evidence.texts.insert(evidence.texts.end(), new_epoch.texts.begin(), new_epoch.texts.end());
  if (!head.note.empty()) evidence.texts.emplace_back("store", head.note);
  note(type, std::move(evidence));
  if (in_memory()) {
    Outcome outcome;
    outcome.occurrences.push_back(
        of_box(EventType::store_degraded, Phase::raised, BoxEvidence{{{"why", in_memory_why_}}}));
    settle(std::move(outcome));
  }
}

/// The record that tells of it, its seal, and the drop itself are one commit.
void Pipeline::drop(Drop drop) {
  dropping_ = true;
  std::vector<Record> records{parts_.journal.write_drop(drop, stamp())};
  commit(std::move(records), std::move(drop));
}

void Pipeline::arm_memory_timer() {
  parts_.save_memory.arm(memory_interval, [this] {
    settle(parts_.lift.wall(wall()));  // the clock may have been set
    if (listener_.box) settle(parts_.lift.box(listener_.box(), parts_.clock.now()));
    commit({});
    look_over();
  });
}

/// Damage that is found makes the next commit fail, which says so.
void Pipeline::look_over() {
  parts_.store_worker.post([&store = parts_.store, post = parts_.post, this, alive = alive_] {
    try {
      store.look_over();
    } catch (const StoreError&) {
      post([this, alive] {
        if (*alive) commit({});
      });
    }
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
