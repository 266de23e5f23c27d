#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "agent/ports/clock.hpp"
#include "agent/ports/event_store.hpp"
#include "agent/ports/refuge.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"

namespace liftbox {

/// Drives detection on the agent's thread: readings and time in, durable records out. Events and the memory
/// of those who decided them go to the store as one message; nobody hears of a record before it is durable.
class Pipeline {
 public:
  struct Parts {
    const Clock& clock;
    Lift lift;
    Journal journal;
    EventStore& store;
    Worker& store_worker;
    Post post;           ///< to the agent's thread
    Timer look_again;    ///< one timer for all detectors
    Timer save_memory;   ///< memory changes without events too
    Timer retry_commit;  ///< a store that could not
    std::int64_t newest_record_ms = 0;
    Refuge* refuge = nullptr;     ///< where records go while the disk cannot; none: they wait
    std::string in_memory_why{};  ///< they have gone there already, at the start; empty: no
  };
  struct Listener {
    std::function<void(const std::vector<Record>&)> durable;        ///< in the store, to be published
    std::function<void(const std::string& epoch, Seq seq)> repeat;  ///< an alarm nobody has taken note of
    std::function<void()> changed;                                  ///< something about the lift may be new
    /// What the box knows of itself, asked once a minute. Without it the box is not tested.
    std::function<BoxTold()> box{};
  };

  Pipeline(Parts parts, Listener listener);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// Takes up the memory of an earlier life. Returns what is wrong with it, or nothing.
  std::optional<std::string> resume(const std::string& memory);

  void take(std::span<const Reading> readings);
  /// What a person says of an open incident. Returns its type; empty if there is no such incident, or nothing
  /// to say.
  std::optional<EventType> person(PersonSays::What what, const std::string& incident, const std::string& by);
  // What a technician says, by work number. False where there is nothing to say it of.
  bool visit_begins(const Maintenance::Said& said);
  bool visit_ends(const Maintenance::Said& said);
  void inspected(const Inspected& said);
  /// A self-test now.
  void test_box(const std::string& by);
  /// A technician worked at the brake.
  void brake_maintained(const BrakeWork& work);
  /// Another configuration, while the lift is being watched.
  struct Change {
    const Rules& rules;
    const LiftFacts& facts;
    std::span<const SourceBindings> sources;
    const std::vector<std::string>& undisturbed;  ///< names of the sources that went on
    Journal::Identity identity;
    CodeTable codes;
  };
  void change(Change change);
  /// The first word of this life: `started`, and how the store was found.
  void begin(EventType type, BoxEvidence evidence, const StoreHead& head);
  /// Something about the box itself.
  void note(EventType type, BoxEvidence evidence) { note_event(type, std::move(evidence)); }
  /// What a person says was the cause of an incident, over or not.
  void note_cause(CauseSaidEvidence said) { note_event(EventType::incident_cause, std::move(said)); }
  /// Saves the memory now.
  void remember() { commit({}); }

  CommandIds& command_ids() { return parts_.journal.command_ids; }
  const Lift& lift() const { return parts_.lift; }
  const Journal& journal() const { return parts_.journal; }
  Stamp stamp() const;
  /// Why records wait for the store, or are kept in memory; empty while neither.
  const std::string& store_trouble() const { return trouble_.empty() ? in_memory_why_ : trouble_; }
  const StoreCounts& store_counts() const { return counts_; }
  bool in_memory() const { return !in_memory_why_.empty(); }
  std::size_t uncommitted() const { return queue_.size(); }

 private:
  void look();
  void note_event(EventType type, Evidence evidence);
  WallTold wall() const;
  bool tell(Outcome outcome, EventType awaited);
  void settle(Outcome outcome);
  std::vector<Record> write(const Outcome& outcome);
  /// What became of a commit.
  struct Committed {
    std::string error;     ///< empty: it is durable
    bool damaged = false;  ///< waiting will not help
    StoreCounts counts{};
    std::optional<Drop> excess;  ///< the store is fuller than it should be
  };
  void commit(std::vector<Record> records, std::optional<Drop> drop = {});
  void commit_next();
  static void look_at(EventStore& store, std::int64_t wall_ms, Committed& done);
  void committed(Committed result);
  void drop(Drop drop);
  void take_refuge();
  void leave_refuge();
  void left_refuge(const std::string& error, const std::string& salvaged);
  Occurrence of_box(EventType type, Phase phase, Evidence evidence) const;
  void look_over();
  bool alarm_waits() const;
  void arm_memory_timer();
  MemoryAnchor anchor() const;

  Parts parts_;
  Listener listener_;
  std::deque<std::shared_ptr<const Commit>> queue_;  ///< oldest first; the front is with the store's worker
  bool committing_ = false;
  bool dropping_ = false;  ///< a drop is in the queue
  std::string trouble_;
  StoreCounts counts_;
  int failures_ = 0;           ///< of commits, one after the other
  std::string in_memory_why_;  ///< empty: the disk works
  Moment in_memory_since_{};
  Duration return_wait_{};
  Journal::Head durable_;
  Moment started_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace liftbox
