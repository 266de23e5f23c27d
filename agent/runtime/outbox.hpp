#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "agent/ports/event_store.hpp"

namespace liftbox {

/// Which record is offered to the broker next: alarm before fault before notice before statistics, in order
/// within a class, and never more unaccepted messages than the window. It holds a page of each class and no
/// more, so a backlog of a million records costs no memory, and delays an alarm by the messages in flight at
/// most. Pure; time is an argument.
class Outbox {
 public:
  struct Page {
    RecordClass record_class;
    std::int64_t after;    ///< ids above this
    std::uint64_t number;  ///< tells an answer that is no longer wanted
  };
  struct Offer {
    std::uint64_t ticket;  ///< of this message; the next attempt has another
    StoredRecord stored;
  };
  static constexpr std::size_t page_size = 16;
  static constexpr std::size_t most_aside = 64;        ///< refused records of a class; then the class waits
  static constexpr std::size_t most_unsettled = 1024;  ///< accepted ones that the store could not mark

  void connected(std::size_t window);
  void disconnected();  ///< what was in flight waits again
  /// New records of this class are in the store.
  void committed(RecordClass record_class) { of(record_class).look_again = true; }
  /// Records that were passed wait again: looks through the store from the beginning.
  void rewind();

  /// The page to fetch from the store, if one is needed; one at a time.
  std::optional<Page> wanted();
  void fetched(const Page& page, std::vector<StoredRecord> records);
  void fetch_failed(const Page& page);

  /// A place in the window for a message that is no record; nothing while it is full.
  std::optional<std::uint64_t> admit();
  /// The record to publish now, if any; it is in flight then.
  std::optional<Offer> next(Moment now);
  /// By the broker. Returns the id of the record, of which the store does not know yet.
  std::optional<std::int64_t> accepted(std::uint64_t ticket);
  void settled(std::span<const std::int64_t> ids);  ///< the store knows
  /// The broker did not take it: a record steps aside and is tried again later.
  void refused(std::uint64_t ticket, Moment now);
  /// When a refused record is to be tried again.
  Moment next_retry() const;

  /// No record wants a place in the window: what is less urgent may have it.
  bool idle() const;

  std::size_t in_flight() const { return in_flight_.size(); }
  /// The message that was sent first of those in flight; 0: none is.
  std::uint64_t oldest_in_flight() const { return in_flight_.empty() ? 0 : in_flight_.begin()->first; }
  std::size_t set_aside() const;

 private:
  struct Aside {
    StoredRecord stored;
    Moment retry_at;  ///< never: in flight
    int refusals = 1;
  };
  struct Queue {
    std::deque<StoredRecord> ready;
    std::map<std::int64_t, Aside> aside;
    std::int64_t after = 0;
    bool look_again = true;  ///< the store may hold more

    bool blocked() const { return aside.size() >= most_aside; }
  };

  Queue& of(RecordClass record_class) { return queues_[static_cast<std::size_t>(record_class)]; }
  bool full() const { return in_flight_.size() >= window_; }
  bool busy_with(std::int64_t id) const;
  bool fetching(RecordClass record_class) const {
    return under_way_ && under_way_->record_class == record_class;
  }
  bool is_under_way(const Page& page) const { return under_way_ && under_way_->number == page.number; }
  static std::optional<StoredRecord> due(Queue& queue, Moment now);
  Offer offer(StoredRecord stored);

  std::size_t window_ = 0;  ///< 0: not connected
  std::array<Queue, record_classes.size()> queues_;
  std::optional<Page> under_way_;
  std::uint64_t pages_ = 0;
  std::uint64_t tickets_ = 0;
  std::map<std::uint64_t, std::optional<StoredRecord>> in_flight_;  ///< by ticket; nothing: no record
  std::set<std::int64_t> settling_;
};

}  // namespace liftbox
