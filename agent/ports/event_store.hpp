#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "agent/elevator/time.hpp"
#include "agent/records/dropped.hpp"
#include "agent/records/record.hpp"

namespace liftbox {

/// The store could not do it; the message says which file, what happened and what to do.
struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Another process has it; nothing is wrong with the disk.
struct StoreInUse : StoreError {
  using StoreError::StoreError;
};

/// What it holds is not what was written to it: it is to be set aside and salvaged.
struct StoreDamaged : StoreError {
  using StoreError::StoreError;
};

/// What travels as one message and commits as one transaction: events, and the memory of those who decided
/// them.
struct Commit {
  std::vector<Record> records;
  std::optional<std::string> memory;  ///< JSON; replaces the one before
  std::optional<Drop> drop{};         ///< what goes; one of the records tells of it
};

/// The newest record of an epoch, or none yet.
struct EpochEnd {
  std::string epoch;
  Seq seq = 0;
  Sha256 hash{};
};

/// Where the diary stands when the store is opened.
struct StoreHead {
  std::string epoch;
  Seq seq = 0;                      ///< of the newest record; 0: none yet
  Sha256 hash{};                    ///< of the newest record; zeros: none yet
  std::int64_t newest_time_ms = 0;  ///< the clock never starts before this
  std::optional<std::string> memory{};
  bool fresh = false;      ///< this opening began the epoch
  std::string why{};       ///< it did
  EpochEnd follows{};      ///< the epoch before it; empty: none is known
  bool in_memory = false;  ///< the disk cannot: what is kept now is gone with the process
  std::string note{};      ///< what could not be taken up, and what that means; empty: nothing
};

/// A record and its place in the store. Ids grow with time, over epochs too.
struct StoredRecord {
  std::int64_t id = 0;
  Record record;
};

struct ClassCounts {
  std::uint64_t waiting = 0;   ///< not yet accepted by the broker
  std::uint64_t accepted = 0;  ///< accepted, not yet received by the platform
  std::uint64_t done = 0;
};

struct StoreCounts {
  std::array<ClassCounts, record_classes.size()> by_class{};
  std::optional<Seq> low;              ///< the oldest of this epoch that is not done
  std::map<std::string, Seq> old_low;  ///< likewise, of older epochs that have such
  std::uint64_t bytes = 0;             ///< of the files on disk
  std::uint64_t used = 0;              ///< of them, what holds something
  std::uint64_t bound = 0;             ///< `used` should not be more
  std::uint64_t dropped = 0;           ///< records that are no longer kept
};

/// How large a store may be.
struct StoreBound {
  std::uint64_t bytes = std::uint64_t{256} << 20;
  std::uint64_t for_alarms = std::uint64_t{40} << 20;  ///< of it, kept free for 10,000 alarms that wait
  std::int64_t keep_alarms_ms = std::int64_t{4 * 365 + 1} * 86'400'000;  ///< TSG T5002: four years
};

/// What a store has of a range of an epoch.
struct Holding {
  bool epoch_known = false;
  std::vector<SeqRange> dropped;  ///< within the range; they are gone for good
};

struct RecordQuery {
  std::int64_t after_id = 0;  ///< only ids greater than this
  std::optional<RecordClass> record_class;
  std::string type;      ///< empty: any
  std::string incident;  ///< empty: any
  std::int64_t since_ms = 0;
  std::size_t limit = 100;
  bool newest = false;  ///< the last `limit` instead of the first; ascending in either case
};

/// The box's diary and outbox. Every call blocks, is made on the store's Worker, and throws StoreError.
///
/// A record waits, is then *accepted* by the broker, and is *done* when the platform has received it (or when
/// it was accepted, with a platform that gives no receipts).
class EventStore {
 public:
  virtual ~EventStore() = default;

  /// Once, first. `now` starts the resend time of what was accepted before a restart.
  virtual StoreHead open(Moment now) = 0;

  /// All of it or nothing; durable when it returns.
  virtual void commit(const Commit& commit) = 0;

  /// Waiting records of a class with an id above `after`, oldest first.
  virtual std::vector<StoredRecord> waiting(RecordClass record_class, std::int64_t after,
                                            std::size_t limit) = 0;
  virtual std::optional<StoredRecord> find(const std::string& epoch, Seq seq) = 0;
  virtual std::vector<StoredRecord> query(const RecordQuery& query) = 0;

  /// The broker took them. Without receipts they are done, else they wait again after 10 min, doubled each
  /// time up to 2 h, unless the platform's receipt comes first.
  virtual void accepted(std::span<const std::int64_t> ids, bool receipts, Moment now) = 0;
  /// The platform committed them. Returns how many this call made done.
  virtual std::size_t received(const std::string& epoch, std::span<const SeqRange> ranges) = 0;
  /// The platform misses them: they wait again. Returns how many.
  virtual std::size_t resend(const std::string& epoch, SeqRange range) = 0;
  /// Accepted ones whose receipt is overdue wait again. Returns how many.
  virtual std::size_t requeue_overdue(Moment now) = 0;

  /// What should go next, because the store is fuller than its bound; nothing while it is not, or nothing may
  /// go. In this order: telemetry; statistics, notices and faults that are done; alarms that are done, after
  /// four years; statistics and notices that are not done; repeats of a fault. A commit makes it so.
  virtual std::optional<Drop> to_drop(std::int64_t wall_ms) = 0;
  virtual Holding holding(const std::string& epoch, SeqRange range) = 0;

  virtual StoreCounts counts() = 0;
  /// Looks at a part of what is kept, and at the next part with the next call, so that damage shows before
  /// what is damaged is needed.
  virtual void look_over() {}
};

}  // namespace liftbox
