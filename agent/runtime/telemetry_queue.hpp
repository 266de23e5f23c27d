#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agent/ports/telemetry_store.hpp"

namespace liftbox {

/// Which telemetry goes to the broker next, and which into the store meanwhile. While the broker takes what
/// comes, nothing is written to the flash. What has waited for a minute goes through the store, oldest first,
/// until the store is empty again. Pure; time is an argument.
class TelemetryQueue {
 public:
  struct Page {
    std::int64_t after = 0;    ///< ids above this
    std::uint64_t number = 0;  ///< tells an answer that is no longer wanted
  };
  static constexpr std::size_t most_in_a_message = std::size_t{16} * 1024;  ///< bytes
  static constexpr std::size_t most_in_memory = std::size_t{256} * 1024;    ///< bytes; also written at once
  static constexpr std::size_t most_in_flight = 4;
  static constexpr std::size_t page_size = 8;
  static constexpr Duration patience{60'000};  ///< in memory; also between two writings

  explicit TelemetryQueue(const TelemetryStore::Standing& standing)
      : newest_id_{standing.newest_id}, behind_{standing.batches > 0} {}

  /// Joins the newest one that waits, where there is room.
  void add(TelemetryBatch batch, Moment now);
  void connected(std::uint32_t maximum_packet_size);  ///< 0: no limit
  void disconnected(Moment now);

  bool ready(Moment now) const;  ///< there is something to publish
  /// The payload to publish with this ticket; only while ready.
  const std::string& fly(std::uint64_t ticket);
  /// Returns how many values the broker took with it: none, if the ticket is not of ours.
  std::uint64_t accepted(std::uint64_t ticket);
  /// All telemetry waits for a while: what the broker refuses of one it would of the next.
  void refused(std::uint64_t ticket, Moment now);
  Moment retry_at() const { return retry_at_; }

  /// The page to fetch from the store, if one is needed; one at a time.
  std::optional<Page> wanted();
  void fetched(const Page& page, std::vector<TelemetryBatch> batches);
  void fetch_failed(const Page& page);

  Moment write_at() const;  ///< never: nothing is to be written
  /// What is to be written now. With `all`, what is in flight too: the box ends.
  TelemetryStore::Keep write(Moment now, bool all = false);
  void written(const TelemetryStore::Keep& keep);
  void write_failed(TelemetryStore::Keep keep, Moment now);

  /// What the broker took and the store still has, if it is worth a sync; one at a time.
  std::vector<std::int64_t> to_remove();
  void removed(const std::vector<std::int64_t>& ids);
  void remove_failed() { removing_ = false; }

  std::uint64_t values_in_memory() const;              ///< and nowhere else
  const TelemetryLoss& lost() const { return lost_; }  ///< before it came to the store

 private:
  struct Waiting {
    TelemetryBatch batch;
    Moment since;
  };
  struct Flying {
    TelemetryBatch batch;
    bool stored = false;
  };

  bool through_store() const { return behind_ || writing_ || !ready_.empty(); }
  bool fits(const TelemetryBatch& batch);
  void put_back(Flying flying, Moment now);
  void bound_memory();
  bool busy_with(std::int64_t id) const;
  std::optional<Flying> land(std::uint64_t ticket);

  std::deque<Waiting> fresh_;  ///< nowhere else, oldest first
  std::size_t fresh_bytes_ = 0;
  std::deque<TelemetryBatch> ready_;  ///< read from the store
  std::map<std::uint64_t, Flying> in_flight_;
  std::set<std::int64_t> taken_;  ///< by the broker; the store has them still
  bool removing_ = false;
  std::int64_t newest_id_;
  bool behind_;             ///< the store may have more
  std::int64_t after_ = 0;  ///< read from the store up to here
  std::optional<Page> under_way_;
  std::uint64_t pages_ = 0;
  bool writing_ = false;
  Moment written_at_ = long_ago;
  bool connected_ = false;
  std::size_t largest_ = most_in_a_message;
  Moment retry_at_{};
  int refusals_ = 0;
  TelemetryLoss lost_;
};

}  // namespace liftbox
